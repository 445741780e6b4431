import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { targets } from './build/floor.ts'
import { insurerStyles } from './build/stylesheet.ts'

const OUT = 'public/assets'

/**
 * `npm run build`: writes the one script, a stylesheet for each insurer, the font and the logos (for the browser's tab) to
 * public/assets/, scripts and styles also as Brotli and gzip, and a manifest of their names.
 */
const { outputFiles } = await build({
  entryPoints: ['src/assets/browser/app.ts', 'config/organisations/*.json', 'public/organisations/*.svg'],
  plugins: [insurerStyles()],
  loader: { '.svg': 'copy', '.woff2': 'file' },
  bundle: true,
  minify: true,
  // No ES module inside: the solver of puzzles runs the script as a worker too.
  format: 'iife',
  target: targets,
  // Safari before 14.1 gets it wrong in one place, `[a, ...rest] = [1, 2]`: test/old-browsers finds none such.
  supported: { destructuring: true },
  outdir: OUT,
  // Another content, another name, so that browsers may keep a file for good.
  entryNames: '[name].[hash]',
  assetNames: '[name].[hash]',
  write: false,
})

await rm(OUT, { recursive: true, force: true })
await mkdir(OUT, { recursive: true })
for (const { path, contents } of outputFiles) {
  await writeFile(path, contents)
  if (!/\.(css|js)$/.test(path)) continue
  await writeFile(`${path}.br`, brotliCompressSync(contents))
  await writeFile(`${path}.gz`, gzipSync(contents, { level: 9 }))
}
const names = outputFiles.map(({ path }) => basename(path))
const manifest = names.map(name => [name.replace(/\.[^.]+(?=\.[^.]+$)/, ''), name])
await writeFile(`${OUT}/manifest.json`, JSON.stringify(Object.fromEntries(manifest)))
