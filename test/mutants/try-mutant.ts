import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { copyProject } from '../support/project-copy.ts'
import { type Mutant, mutated } from './mutants.ts'

/**
 * `red`: the test fails with the break and passes without it. `green`: it passes with the break, which nobody would notice.
 * `no test`: it fails without the break as well, or there is no test of this title.
 */
export type Noticed = 'red' | 'green' | 'no test'

/** Of one test: one that waits for what the break prevents has noticed it. */
const TEST_MS = 120_000
const PATIENCE_MS = 480_000

/** Runs the test of a break on a copy of the project, without the break and with it. */
export async function tryMutant(mutant: Mutant): Promise<{ noticed: Noticed; output: string }> {
  const copy = await copyProject('mutant')
  try {
    const whole = await runTest(copy.folder, mutant)
    if (whole.passed === 0 || whole.failed > 0) return { noticed: 'no test', output: whole.output }
    const file = join(copy.folder, mutant.file)
    await writeFile(file, mutated(await readFile(file, 'utf8'), mutant))
    if (mutant.file.startsWith('src/assets/')) await run(copy.folder, ['src/assets/build.ts'])
    const broken = await runTest(copy.folder, mutant)
    return { noticed: broken.failed > 0 ? 'red' : 'green', output: broken.output }
  } finally {
    await copy.remove()
  }
}

/** How many tests of this title passed and failed; a file that does not load has none. */
async function runTest(folder: string, { test, title }: Mutant) {
  const pattern = title.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const endFiles = ['--import', './test/support/end-file.ts', `--test-timeout=${TEST_MS}`]
  const flags = ['--test', ...endFiles, '--test-reporter=tap', `--test-name-pattern=${pattern}`]
  const output = await run(folder, [...flags, test])
  const lines = output.split('\n').filter(line => line.includes(escaped(title)) && !/# (SKIP|TODO)/.test(line))
  const count = (start: RegExp) => lines.filter(line => start.test(line)).length
  return { passed: count(/^\s*ok \d+ /), failed: count(/^\s*not ok \d+ /), output }
}

/** As TAP writes it. */
const escaped = (title: string) => title.replaceAll('\\', '\\\\').replaceAll('#', '\\#')

async function run(cwd: string, words: string[]): Promise<string> {
  // Within a test, node would take the words for a second run of its own.
  const { NODE_TEST_CONTEXT: _own, ...env } = process.env
  const child = spawn(process.execPath, words, { cwd, env, timeout: PATIENCE_MS })
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return output + errors
}
