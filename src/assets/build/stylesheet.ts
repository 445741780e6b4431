import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import postcss from 'postcss'
import { compileStringAsync } from 'sass'
import { logical } from './logical.ts'
import { usedOnly } from './used-only.ts'

const LOAD_PATHS = ['src/assets/styles', 'node_modules']

/** Builds each insurer's file in config/organisations/ as a stylesheet in its colours. */
export function insurerStyles(): Plugin {
  const processor = postcss([usedOnly('views/**/*.njk'), logical()])
  return {
    name: 'insurer-styles',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]organisations[\\/][^\\/]+\.json$/ }, async ({ path }) => {
        const { colours } = JSON.parse(await readFile(path, 'utf8')) as { colours: { brand: string; accent: string } }
        const source = `@use 'colours' with ($brand: ${colours.brand}, $accent: ${colours.accent}); @use 'app';`
        const { css } = await compileStringAsync(source, { loadPaths: LOAD_PATHS, quietDeps: true, charset: false })
        return { contents: processor.process(css, { from: undefined }).css, loader: 'css', resolveDir: process.cwd() }
      })
    },
  }
}
