import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import postcss from 'postcss'
import { compileStringAsync } from 'sass'
import { logical } from './logical.ts'
import { usedOnly } from './used-only.ts'

const LOAD_PATHS = ['src/assets/styles', 'node_modules']

const OF_CONSOLE = '?console'
const SHEETS = {
  '': { name: 'app', processor: processorFor(['views/**/*.njk', '!views/agent/**']) },
  [OF_CONSOLE]: { name: 'console', processor: processorFor(['views/agent/**/*.njk']) },
} as const

/** Builds each insurer's file in config/organisations/ as a stylesheet in its colours; with `?console`, that of the console. Adds to `used` the files that it takes. */
export function insurerStyles(used: Set<string>): Plugin {
  return {
    name: 'insurer-styles',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\.json\?console$/ }, ({ path }) => ({
        path: resolve(path.slice(0, -OF_CONSOLE.length)),
        suffix: OF_CONSOLE,
      }))
      onLoad({ filter: /[\\/]organisations[\\/][^\\/]+\.json$/ }, async ({ path, suffix }) => {
        const { name, processor } = SHEETS[suffix as keyof typeof SHEETS]
        const { colours } = JSON.parse(await readFile(path, 'utf8')) as { colours: { brand: string; accent: string } }
        const source = `@use 'colours' with ($brand: ${colours.brand}, $accent: ${colours.accent}); @use '${name}';`
        const { css, loadedUrls } = await compileStringAsync(source, {
          loadPaths: LOAD_PATHS,
          quietDeps: true,
          charset: false,
        })
        for (const { pathname } of loadedUrls) used.add(pathname)
        return { contents: processor.process(css, { from: undefined }).css, loader: 'css', resolveDir: process.cwd() }
      })
    },
  }
}

function processorFor(views: readonly string[]) {
  return postcss([usedOnly(views), logical()])
}
