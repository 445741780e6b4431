import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { requirementsIn, withGenerated } from '../support/requirements.ts'

const text = readFileSync('docs/security.md', 'utf8')
const section = (title: string) => text.split(/^## /m).find(part => part.startsWith(title)) ?? ''
const rowsOf = (title: string) =>
  [...section(title).matchAll(/^\| ([A-Z]+-?\d+) \| (.*) \|$/gm)].map(([, id, cells]) => ({ id: id!, cells: cells! }))

/** An id as comments, titles and files of breaks name it: of a requirement, or of a fault that is injected. */
const ID = /\b(?:(?:OTP|ID|S|W|PW|C|L|X|AG)-\d+|REL-[A-Z]\d+|F(?:[1-9]|1\d))\b/g

/** How many requirements there are of each kind, numbered from 1. */
const KINDS = { OTP: 18, ID: 14, S: 13, W: 19, PW: 8, C: 6, L: 6, X: 4, AG: 8 }

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

  test('is joined by breaks of the defence against each fault', () => {
    for (let fault = 1; fault <= 16; fault++) assert.ok(existsSync(`test/mutants/F${fault}.json`), `F${fault}`)
  })

  test('has, with the tables of reliability, a row for every id that a source or a test names', () => {
    const documents = text + readFileSync('docs/reliability.md', 'utf8')
    const known = new Set(documents.match(/(?<=^\| )(?:[A-Z]+-[A-Z]?\d+|F\d+)(?= )/gm))
    const ids = globSync('{src,test,bench}/**/*.{ts,lua,njk,json}').flatMap(file =>
      (readFileSync(file, 'utf8').match(ID) ?? []).map(id => `${id} in ${file}`),
    )
    assert.ok(ids.length > 500, `${ids.length} found`)
    assert.deepEqual(
      ids.filter(found => !known.has(found.split(' ')[0]!)),
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
