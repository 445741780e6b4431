import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { assertTestsExist } from '../support/named-tests.ts'

const rows = readFileSync('docs/reliability.md', 'utf8')
  .split('\n')
  .filter(line => /^\| (?!fault|id)/.test(line))

describe('the tables of faults and of reliability requirements', () => {
  test('have every fault and every requirement', () => {
    const ids = new Set(rows.flatMap(row => row.match(/^\| (F\d+|REL-[A-Z]\d)/)?.[1] ?? []))
    const wanted = { F: 16, 'REL-D': 8, 'REL-R': 9, 'REL-I': 5, 'REL-G': 4 }
    const all = Object.entries(wanted).flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, n) => kind + (n + 1)),
    )
    assert.deepEqual(
      all.filter(id => !ids.has(id)),
      [],
    )
  })

  for (const row of rows) {
    const cells = row.split(' | ')
    test(`name for "${cells[0]!.slice(2)}" tests that there are`, () => {
      assert.ok(assertTestsExist(cells.at(-1)!) > 0, row)
    })
  }
})
