import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, parse } from 'node:path'
import { build } from 'esbuild'
import { writeCompressed } from './build/compressed.ts'
import { writeDictionaries } from './build/dictionaries.ts'
import { targets } from './build/floor.ts'
import { noticesOf } from './build/notices.ts'
import { insurerStyles } from './build/stylesheet.ts'
import { scriptWords } from './build/words.ts'

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

const styleSources = new Set<string>()
/** `npm run build`: writes scripts and styles (also compressed), font, logos, dictionaries, licences of what is in them and a manifest of their names to public/assets/. */
const { outputFiles, metafile } = await build({
  entryPoints: entries,
  plugins: [insurerStyles(styleSources)],
  loader: { '.svg': 'copy', '.woff2': 'file' },
  bundle: true,
  metafile: true,
  minify: true,
  // No ES module inside: the solver of puzzles runs the script as a worker too.
  format: 'iife',
  target: targets,
  // Safari before 14.1 gets it wrong in one place, `[a, ...rest] = [1, 2]`: test/old-browsers finds none such.
  supported: { destructuring: true },
  // Arabic as it is, not by its numbers.
  charset: 'utf8',
  define: { WORDS: JSON.stringify(await scriptWords()) },
  outdir: OUT,
  // Another content, another name, so that browsers may keep a file for good.
  entryNames: '[name].[hash]',
  assetNames: '[name].[hash]',
  write: false,
})

await rm(OUT, { recursive: true, force: true })
await mkdir(OUT, { recursive: true })
for (const { path, contents } of outputFiles) {
  if (/\.(css|js)$/.test(path)) await writeCompressed(path, contents)
  else await writeFile(path, contents)
}
const names = [...outputFiles.map(({ path }) => basename(path)), await writeNotices()]
await writeManifest(names)
// Their pages name the files before them.
await writeManifest([
  ...names,
  ...(await writeDictionaries(
    OUT,
    ORGANISATIONS.map(file => parse(file).name),
  )),
])

/** No built file carries them, to spare members the bytes: the general conditions lead to them. */
async function writeNotices(): Promise<string> {
  const notices = noticesOf([...Object.keys(metafile.inputs), ...styleSources])
  const name = `licences.${createHash('sha256').update(notices).digest('hex').slice(0, 8)}.txt`
  await writeFile(`${OUT}/${name}`, notices)
  return name
}

async function writeManifest(names: readonly string[]): Promise<void> {
  const manifest = names.map(name => [name.replace(/\.[^.]+(?=\.[^.]+$)/, ''), name])
  await writeFile(`${OUT}/manifest.json`, JSON.stringify(Object.fromEntries(manifest)))
}
