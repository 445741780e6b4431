import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { idsInTitles, requirementsIn, withGenerated } from '../support/requirements.ts'

const text = readFileSync('docs/security.md', 'utf8')
const section = (title: string) => text.split(/^## /m).find(part => part.startsWith(title)) ?? ''
const rowsOf = (title: string) =>
  [...section(title).matchAll(/^\| ([A-Z]+-?\d+) \| (.*) \|$/gm)].map(([, id, cells]) => ({ id: id!, cells: cells! }))

/** How many requirements there are of each kind, numbered from 1. */
const KINDS = { OTP: 18, ID: 14, S: 13, W: 19, PW: 8, C: 6, L: 6, X: 4 }

describe('the table of security requirements', () => {
  const rows = requirementsIn(text)

  test('has each requirement once', () => {
    const all = Object.entries(KINDS).flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, n) => `${kind}-${n + 1}`),
    )
    assert.deepEqual(
      rows.map(({ id }) => id),
      all,
    )
  })

  test('shows the controls and tests that there are now (if not: npm run requirements)', () => {
    assert.equal(text, withGenerated(text))
  })

  for (const { id, priority, controls, tests } of rows.filter(({ priority }) => priority !== 'P2'))
    test(`shows for ${id}, a ${priority}, its control and a test`, () => {
      assert.notEqual(tests, '–')
      assert.notEqual(controls, '–', `no break of it is kept in test/mutants/${id}.json`)
    })

  test('is joined by breaks of what stands against each fault', () => {
    for (let fault = 1; fault <= 16; fault++) assert.ok(existsSync(`test/mutants/F${fault}.json`), `F${fault}`)
  })

  test('knows every id that stands in a title', () => {
    const known = new Set(text.match(/(?<=^\| )[A-Z]+-\d+(?= \|)/gm))
    const ids = globSync('test/**/*.ts').flatMap(file => idsInTitles(readFileSync(file, 'utf8')))
    assert.deepEqual(
      ids.filter(id => !known.has(id) && !/^(REL-|F\d)/.test(id)),
      [],
    )
  })

  test('is joined by an acceptance of what knowledge proves, in writing (ID-14)', () => {
    assert.match(readFileSync('docs/adr/0007-codes-prove-a-contact.md', 'utf8'), /accept/i)
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
