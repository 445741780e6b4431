import { globSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, parse } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { targets } from './build/floor.ts'
import { insurerStyles } from './build/stylesheet.ts'

const OUT = 'public/assets'

const SCRIPTS = ['src/assets/browser/app.ts', 'src/assets/browser/console/console.ts']
const ORGANISATIONS = globSync('config/organisations/*.json')
const entries = [
  ...[...SCRIPTS, ...ORGANISATIONS, ...globSync('public/organisations/*.svg')].map(file => ({
    in: file,
    out: parse(file).name,
  })),
  ...ORGANISATIONS.map(file => ({ in: `${file}?console`, out: `console-${parse(file).name}` })),
]

/** `npm run build`: writes scripts and styles (also as Brotli and gzip), font, logos and a manifest of their names to public/assets/. */
const { outputFiles } = await build({
  entryPoints: entries,
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
