import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { assertTestsExist } from '../support/named-tests.ts'

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
      const document = /\]\(([\w/.-]+\.md)\)/.exec(cells)?.[1]
      assert.ok(assertTestsExist(cells) > 0 || (document && existsSync(`docs/${document}`)), cells)
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
