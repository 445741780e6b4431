import { globSync, readdirSync, readFileSync } from 'node:fs'

/** The most files and folders that one folder of src holds. */
export const MOST_ENTRIES = 15

/** The server's TypeScript, and its lines; the browser's is another program. */
export const sources = readLines('src/**/*.ts').filter(({ file }) => !file.startsWith('src/assets/browser/'))

/** The folders of src, with how many files and folders are directly in each. */
export const folders = globSync('src/**/')
  .map(folder => ({ folder, entries: readdirSync(folder).length }))
  .toSorted((a, b) => b.entries - a.entries)

/** The lengths of the sources, shortest first. */
export const lengths = sources.map(({ lines }) => lines.length).toSorted((a, b) => a - b)

/** The length that a share of the sources does not exceed: 0.5 is the median. */
export const quantile = (share: number): number => lengths[Math.floor(lengths.length * share)] ?? 0

function readLines(...patterns: string[]): { file: string; lines: string[] }[] {
  const files = globSync(patterns, { exclude: ['**/node_modules/**'] })
  return files.map(file => ({ file, lines: readFileSync(file, 'utf8').trimEnd().split('\n') }))
}

const total = (files: { lines: string[] }[]) => files.reduce((sum, { lines }) => sum + lines.length, 0)

/** `npm run shape` */
function print(): void {
  const written = sources.flatMap(({ lines }) => lines).filter(line => line.trim())
  const comments = written.filter(line => /^\s*(\/\/|\/?\*)/.test(line))
  const composed = sources.find(({ file }) => file === 'src/server/app.ts')!
  const imports = composed.lines.filter(line => /from '\.\.?\//.test(line))
  const checks = total(readLines('test/**/*.ts', 'bench/**/*.ts'))
  const full = folders.filter(({ entries }) => entries > MOST_ENTRIES)
  console.log(`src: ${sources.length} files, ${total(sources)} lines`)
  console.log(
    `lines of a file: median ${quantile(0.5)}, nine in ten at most ${quantile(0.9)}, longest ${lengths.at(-1)}`,
  )
  console.log(
    `folders with more than ${MOST_ENTRIES} entries: ${full.map(f => `${f.folder} ${f.entries}`).join(', ') || 'none'}`,
  )
  console.log(`src/server/app.ts imports ${imports.length} files of ours`)
  console.log(`lines of test and bench for each of src: ${(checks / total(sources)).toFixed(1)}`)
  console.log(`comments: ${((100 * comments.length) / written.length).toFixed(1)} % of the lines that are not blank`)
}

if (import.meta.main) print()
