import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { follow } from '../support/how-to.ts'
import { copyProject, type ProjectCopy, runNode } from '../support/project-copy.ts'

/** The unit tests of what a page adds to, and of the others those of the journey that are quick. */
const SUITES = [
  ...globSync('test/unit/**/*.test.ts').filter(file =>
    /journey|steps\/|locales|guide|i18n/.test(readFileSync(file, 'utf8')),
  ),
  'test/architecture.test.ts',
  ...['golden-journey', 'answers', 'another-member', 'session', 'live-flow', 'modes', 'fields'].map(
    name => `test/web/${name}.test.ts`,
  ),
]
const SNAPSHOTS = 'test/snapshots'

/** The project with one more page, added by docs/how-to/add-a-step.md. */
let copy: ProjectCopy
before(async () => {
  copy = await copyProject('another-step')
  await follow('add-a-step', copy.folder)
})
after(() => copy?.remove())

/** Of each: a run of many tests, on a machine with other work. */
const TIME = { timeout: 600_000 }

describe('one more page, of one file, one line, its words and one answer', () => {
  test('fits all types', TIME, async () => {
    const { code, output } = await runNode(copy, ['node_modules/typescript/bin/tsc'])
    assert.equal(code, 0, output)
  })

  test('turns no test of the other pages red', TIME, async () => {
    const { code, output } = await runNode(copy, ['--test', '--test-isolation=none', ...SUITES])
    assert.equal(code, 0, output.slice(output.indexOf('failing tests:')))
    assert.ok(Number(/^ℹ pass (\d+)/m.exec(output)?.[1]) > 400, output.slice(-400))
  })

  test('is on the list of words to confirm', TIME, async () => {
    const { code, output } = await runNode(copy, ['test/support/write-words.ts'])
    assert.equal(code, 0, output)
    assert.match(await readFile(join(copy.folder, 'docs/words.md'), 'utf8'), /page 4, family/)
  })

  test('needs snapshots of its own, and changes no other', TIME, async () => {
    const kept = await snapshots()
    const { code, output } = await runNode(copy, ['--test-update-snapshots', 'test/web/gallery.test.ts'])
    assert.equal(code, 0, output)
    const now = await snapshots()
    for (const [file, before] of kept) assert.equal(now.get(file), before, file)
    const added = [...now.keys()].filter(file => !kept.has(file)).toSorted()
    assert.deepEqual(added, ['errors/family.snap', 'family.answered.snap', 'family.blank.snap'])
  })
})

async function snapshots(): Promise<Map<string, string>> {
  const folder = join(copy.folder, SNAPSHOTS)
  const files = globSync('**/*.snap', { cwd: folder })
  return new Map(
    await Promise.all(files.map(async file => [file, await readFile(join(folder, file), 'utf8')] as const)),
  )
}
