import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'

/**
 * Holds that a table's row names tests that exist, as `file` or `file` “part of a title”: each file below test/, each title
 * in its file. Returns how many files are named.
 */
export function assertTestsExist(cells: string): number {
  const named = [...cells.matchAll(/`([\w/-]+)`((?:,? “[^”]+”)*)/g)]
  for (const [, file, titles] of named) {
    const titlesThere = titlesIn(file!)
    for (const [, title] of titles!.matchAll(/“([^”]+)”/g))
      assert.ok(titlesThere.includes(title!), `no test in ${file} is called “${title}”`)
  }
  const quoted = cells.match(/“/g)?.length ?? 0
  assert.equal(named.flatMap(([, , titles]) => titles!.match(/“/g) ?? []).length, quoted, 'a title without its file')
  return named.length
}

/** The lines of a test file that hold titles: of tests, of groups, and of tables of cases. */
function titlesIn(file: string): string {
  const [path] = globSync(`test/${file}{.test,}.ts`)
  assert.ok(path, `there is no ${file}`)
  const lines = readFileSync(path, 'utf8').split('\n')
  const isComment = (line: string) => /^\s*(\/\/|\/?\*)/.test(line)
  return lines.filter(line => !isComment(line)).join('\n')
}
