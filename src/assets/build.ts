import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { insurerStyles } from './build/stylesheet.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const OUT = `${ROOT}public/assets/`
/** Another content, another name, so that browsers may keep a file for good. */
const NAMES = '[name].[hash]'

/**
 * `npm run build`: writes the one script, a stylesheet for each insurer, the font and the logos (for the browser's tab) to
 * public/assets/; scripts and styles also for browsers that take Brotli or gzip; and a manifest of their names.
 */
const { outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/assets/browser/app.ts', 'config/organisations/*.json', 'public/organisations/*.svg'],
  plugins: [insurerStyles(ROOT)],
  loader: { '.svg': 'copy', '.woff2': 'file' },
  bundle: true,
  minify: true,
  // No ES module inside: the solver of puzzles runs the script as a worker too.
  format: 'iife',
  // Browsers from about 2018 on.
  target: 'es2018',
  outdir: OUT,
  entryNames: NAMES,
  assetNames: NAMES,
  write: false,
})

const manifest: Record<string, string> = {}
await rm(OUT, { recursive: true, force: true })
await mkdir(OUT, { recursive: true })
for (const { path, contents } of outputFiles) {
  await writeFile(path, contents)
  if (/\.(css|js)$/.test(path)) {
    await writeFile(`${path}.br`, brotliCompressSync(contents))
    await writeFile(`${path}.gz`, gzipSync(contents, { level: 9 }))
  }
  const name = basename(path)
  manifest[name.replace(/\.[^.]+(?=\.[^.]+$)/, '')] = name
}
await writeFile(`${OUT}manifest.json`, JSON.stringify(manifest))
