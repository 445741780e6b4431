import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ENTRY = fileURLToPath(new URL('../browser/app.ts', import.meta.url))

/** The browser's one script, for browsers from about 2018 on. Not an ES module inside: its solver runs it as a worker too. */
export async function scripts(): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2018',
    write: false,
  })
  return { 'app.js': outputFiles[0]!.text }
}
