import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'

const text = readFileSync('docs/security.md', 'utf8')
const section = (title: string) => text.split(/^## /m).find(part => part.startsWith(title)) ?? ''
const rowsOf = (title: string) =>
  [...section(title).matchAll(/^\| ([A-Z]+-?\d+) \| (.*) \|$/gm)].map(([, id, cells]) => ({ id: id!, cells: cells! }))

/** How many P0 and P1 requirements there are of each kind, numbered from 1. */
const KINDS = { OTP: 17, ID: 14, S: 13, W: 19, PW: 8, C: 6, L: 5, X: 4 }

describe('the table of security requirements', () => {
  const rows = rowsOf('Requirements')

  test('has each requirement once', () => {
    const all = Object.entries(KINDS).flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, n) => `${kind}-${n + 1}`),
    )
    assert.deepEqual(
      rows.map(({ id }) => id),
      all,
    )
  })

  for (const { id, cells } of rows)
    test(`names for ${id} tests that there are`, () => {
      const named = [...cells.matchAll(/`([\w/-]+)`((?:,? “[^”]+”)*)/g)]
      const document = /\]\(([\w/.-]+\.md)\)/.exec(cells)?.[1]
      assert.ok(named.length > 0 || (document && existsSync(`docs/${document}`)), cells)
      for (const [, file, titles] of named) {
        const titlesThere = titlesIn(file!)
        for (const [, title] of titles!.matchAll(/“([^”]+)”/g))
          assert.ok(titlesThere.includes(title!), `no test in ${file} is called “${title}”`)
      }
      const quoted = cells.match(/“/g)?.length ?? 0
      assert.equal(
        named.flatMap(([, , titles]) => titles!.match(/“/g) ?? []).length,
        quoted,
        'a title without its file',
      )
    })
})

test('the table of threats names tests that there are', () => {
  const rows = rowsOf('Threats')
  assert.equal(rows.length, 28)
  for (const { id, cells } of rows) {
    const files = [
      ...cells
        .split(' | ')
        .at(-1)!
        .matchAll(/`([\w/*-]+)`/g),
    ].map(([, file]) => file!)
    assert.ok(files.length > 0, id)
    for (const file of files) assert.ok(globSync(`test/${file}{.test,}.ts`).length > 0, `${id}: ${file}`)
  }
})

/** The lines of a test file that hold titles: of tests, of groups, and of tables of cases. */
function titlesIn(file: string): string {
  const [path] = globSync(`test/${file}{.test,}.ts`)
  assert.ok(path, `there is no ${file}`)
  const lines = readFileSync(path, 'utf8').split('\n')
  const isComment = (line: string) => /^\s*(\/\/|\/?\*)/.test(line)
  return lines.filter(line => !isComment(line)).join('\n')
}
