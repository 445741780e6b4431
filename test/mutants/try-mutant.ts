import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyProject, type ProjectCopy, runNode } from '../support/project-copy.ts'
import { type Mutant, mutated } from './mutants.ts'

/**
 * `red`: the test fails with the break and passes without it. `green`: it passes with the break, which nobody would notice.
 * `no test`: it fails without the break as well, there is no test of this title, or with the break its file does not load.
 */
export type Noticed = 'red' | 'green' | 'no test'

/** Of one test: one that waits for what the break prevents has noticed it. */
const TEST_MS = 120_000

/** Runs the test of a break on a copy of the project, without the break and with it. */
export async function tryMutant(mutant: Mutant): Promise<{ noticed: Noticed; output: string }> {
  const copy = await copyProject('mutant')
  try {
    const whole = await runTest(copy, mutant)
    if (whole.passed === 0 || whole.failed > 0) return { noticed: 'no test', output: whole.output }
    const file = join(copy.folder, mutant.file)
    await writeFile(file, mutated(await readFile(file, 'utf8'), mutant))
    if (mutant.file.startsWith('src/assets/')) await runNode(copy, ['src/assets/build.ts'])
    const broken = await runTest(copy, mutant)
    if (broken.failed > 0) return { noticed: 'red', output: broken.output }
    return { noticed: broken.passed > 0 ? 'green' : 'no test', output: broken.output }
  } finally {
    await copy.remove()
  }
}

/** How many tests of this title passed and failed; a file that does not load has none. */
async function runTest(copy: ProjectCopy, { test, title }: Mutant) {
  const pattern = title.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const endFiles = ['--import', './test/support/end-file.ts', `--test-timeout=${TEST_MS}`]
  const flags = ['--test', ...endFiles, '--test-reporter=tap', `--test-name-pattern=${pattern}`]
  const { output } = await runNode(copy, [...flags, test])
  const lines = output.split('\n').filter(line => line.includes(escaped(title)) && !/# (SKIP|TODO)/.test(line))
  const count = (start: RegExp) => lines.filter(line => start.test(line)).length
  return { passed: count(/^\s*ok \d+ /), failed: count(/^\s*not ok \d+ /), output }
}

/** As TAP writes it. */
const escaped = (title: string) => title.replaceAll('\\', '\\\\').replaceAll('#', '\\#')
