import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const OUT = fileURLToPath(new URL('../../public/assets/', import.meta.url))
const STYLES = fileURLToPath(new URL('./styles/app.scss', import.meta.url))
const SCRIPTS = ['app.ts'].map(name => fileURLToPath(new URL(`./browser/${name}`, import.meta.url)))
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** Builds the browser's files unless they are there. Needs the development packages. */
export async function ensureAssets(): Promise<void> {
  if (!existsSync(`${OUT}manifest.json`)) await buildAssets()
}

/** Compiles styles and scripts into public/assets/, under names that carry a hash, with a manifest of them. */
export async function buildAssets(): Promise<void> {
  await rm(OUT, { recursive: true, force: true })
  await mkdir(OUT, { recursive: true })
  const files = { 'app.css': await styles(), ...(await scripts()) }
  const manifest: Record<string, string> = {}
  for (const [name, content] of Object.entries(files)) {
    manifest[name] = hashed(name, content)
    await writeFile(OUT + manifest[name], content)
  }
  await writeFile(`${OUT}manifest.json`, JSON.stringify(manifest))
}

async function styles(): Promise<string> {
  const { compileAsync } = await import('sass')
  const { css } = await compileAsync(STYLES, { style: 'compressed', loadPaths: [MODULES], quietDeps: true })
  return css
}

async function scripts(): Promise<Record<string, string>> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: SCRIPTS,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2018',
    write: false,
    outdir: OUT,
  })
  return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]))
}

function hashed(name: string, content: string): string {
  const extension = extname(name)
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 10)
  return `${basename(name, extension)}.${hash}${extension}`
}

if (import.meta.main) await buildAssets()
