import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clean, cleaned, optional, withoutSeparators } from '../../src/domain/fields/clean.ts'
import { judge } from './judge.ts'

describe('cleaning what was typed', () => {
  const cases: [what: string, typed: string, cleaned: string][] = [
    ['takes Arabic-Indic digits for 0–9', '٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['takes Persian digits for 0–9', '۰۱۲۳۴۵۶۷۸۹', '0123456789'],
    ['takes full-width letters and digits for plain ones', 'ＡＢ１２３', 'AB123'],
    ['composes accents (NFKC)', 'e\u0301', 'é'],
    ['composes what stood apart by an invisible character', 'e\u200d\u0301', 'é'],
    ['drops tatweel', 'مـحـمـد', 'محمد'],
    ['drops tatweel hidden in a presentation form', 'ا\ufe71', 'ا\u064b'],
    ['collapses spaces', 'a \t\u00a0\u2003 b', 'a b'],
    ['trims', '  a  ', 'a'],
    ['makes a space of line breaks', 'a\r\nb', 'a b'],
    ['makes a space of control characters', 'a\u0000\u0085b', 'a b'],
    ['keeps a Cyrillic letter that looks Latin', 'АВ123', 'АВ123'],
    ['keeps separators', 'AB-12/3', 'AB-12/3'],
  ]
  for (const [what, typed, expected] of cases) test(what, () => assert.equal(clean(typed), expected))

  for (const invisible of invisibles())
    test(`drops U+${invisible.codePointAt(0)!.toString(16).padStart(4, '0')} (W-12)`, () => {
      assert.equal(clean(`12${invisible}34`), '1234')
    })
})

describe('a text field', () => {
  test('is required when nothing visible was typed', () => {
    for (const nothing of ['', '   ', '\u200f\u202e', 'ـ']) assert.equal(judge(cleaned(), nothing), '✗ required')
  })

  test('may stay empty if it is optional', () => assert.equal(judge(optional(), ' \u200f '), ''))

  for (const [name, field] of Object.entries({ required: cleaned(), optional: optional() }))
    test(`holds 64 characters, not 65 (${name})`, () => {
      assert.equal(judge(field, 'a'.repeat(64)), 'a'.repeat(64))
      assert.equal(judge(field, 'a'.repeat(65)), '✗ format')
    })

  test('that grows beyond 64 characters by cleaning is refused', () => {
    assert.equal(judge(cleaned(), 'ﷺ'.repeat(4)), '✗ format')
    assert.equal(judge(optional(), 'ﷺ'.repeat(4)), '✗ format')
  })
})

describe('separators', () => {
  test('are space, dot, dash, slash, underscore and the hyphens of Unicode', () => {
    assert.equal(withoutSeparators('1 2.3-4/5_6\u20107\u20118\u20129\u20130\u20141\u20152'), '123456789012')
  })

  test('are nothing else', () => {
    for (const other of [...'В,;:+*#@()\\|\u2212é']) assert.equal(withoutSeparators(`1${other}2`), `1${other}2`, other)
  })
})

function invisibles() {
  const ranges = [
    [0x061c, 0x061c],
    [0x200b, 0x200f],
    [0x202a, 0x202e],
    [0x2060, 0x2064],
    [0x2066, 0x2069],
    [0xfeff, 0xfeff],
    [0x00ad, 0x00ad],
  ] as const
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
  )
}
