import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'lightningcss'
import postcss from 'postcss'
import { compileStringAsync } from 'sass'
import { logical } from './logical.ts'
import { usedOnly } from './used-only.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const ORGANISATIONS = path('../../../config/organisations/')
const LOAD_PATHS = [path('../styles'), path('../../../node_modules')]

interface Colours {
  brand: string
  accent: string
}

/** One stylesheet for each organisation, in its colours. `names` holds the hashed names of the files it points to. */
export async function styles(names: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const css: Record<string, string> = {}
  for (const file of await readdir(ORGANISATIONS)) {
    const { colours } = JSON.parse(await readFile(ORGANISATIONS + file, 'utf8')) as { colours: Colours }
    css[file.replace('.json', '.css')] = await stylesheet(colours, names)
  }
  return css
}

async function stylesheet(colours: Colours, names: Readonly<Record<string, string>>): Promise<string> {
  const source = `@use 'colours' with ($brand: ${colours.brand}, $accent: ${colours.accent}); @use 'app';`
  const { css } = await compileStringAsync(source, { loadPaths: LOAD_PATHS, quietDeps: true })
  const linked = css.replace(/url\("([^"]+)"\)/g, (_, name: string) => `url("${names[name]}")`)
  const { css: trimmed } = await postcss([await usedOnly(path('../../../views/')), logical()]).process(linked, {
    from: undefined,
  })
  return Buffer.from(transform({ filename: 'app.css', code: Buffer.from(trimmed), minify: true }).code).toString()
}
