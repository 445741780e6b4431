import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ar from '../../locales/ar.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import { asMeant, birthDateProblems, isoDate } from '../../src/domain/fields/birth-date.ts'

const today = new Date('2026-11-22T10:00:00Z')
/** `12/5/1960`, or `1948` for the year alone. */
const typed = (text: string) => {
  const [day = '', month = '', year = ''] = text.includes('/') ? text.split('/') : ['', '', text]
  return asMeant({ day, month, year, yearOnly: !text.includes('/') })
}

type Case = [typed: string, problem: string | undefined]
const cases: Case[] = [
  ['12/5/1960', undefined],
  ['01/01/1900', undefined],
  ['31/12/1899', 'year range'],
  ['//', 'day required'],
  ['', 'year required'],
  ['/5/1960', 'day day'],
  ['12//1960', 'month month'],
  ['12/5/', 'year year'],
  ['//1960', 'day unknown'],
  ['00/00/1960', undefined],
  ['xx/xx/1960', undefined],
  ['--/--/1960', undefined],
  ['00/5/1960', 'day unknown'],
  ['00/00/', 'year required'],
  ['00/00/60', 'year yearDigits'],
  ['12//', 'month month, year year'],
  ['31/4/1960', 'day real'],
  ['0/5/1960', 'day unknown'],
  ['12/13/1960', 'month real'],
  ['12/0/1960', 'day unknown'],
  ['32/12/1960', 'day real'],
  ['123/5/1960', 'day dayDigits'],
  ['x/5/1960', 'day unknown'],
  ['j/5/1960', 'day dayDigits'],
  ['12/mai/1960', 'month monthDigits'],
  ['12/5/60', 'year yearDigits'],
  ['12/5/19600', 'year yearDigits'],
  ['12/5/196O', 'year yearDigits'],
  ['12/mai/60', 'month monthDigits, year yearDigits'],
  ['/mai/1960', 'day day, month monthDigits'],
  ['29/2/1960', undefined],
  ['29/2/2000', undefined],
  ['29/2/1900', 'day real'],
  ['29/2/1961', 'day real'],
  ['30/2/1960', 'day real'],
  ['23/11/2026', 'year past'],
  ['1/1/2027', 'year past'],
  ['22/11/2026', 'year range'],
  ['22/11/2011', undefined],
  ['23/11/2011', 'year range'],
  ['1948', undefined],
  ['1900', undefined],
  ['1899', 'year range'],
  ['2011', undefined],
  ['2012', 'year range'],
  ['2027', 'year past'],
  ['48', 'year yearDigits'],
]

describe('the date of birth on 22 November 2026', () => {
  for (const [text, problem] of cases)
    test(`${text || 'nothing'} is ${problem ? `refused: ${problem}` : 'taken'} (ID-11)`, () => {
      const found = Object.entries(birthDateProblems(typed(text), today)).map(([part, code]) => `${part} ${code}`)
      assert.equal(found.join(', '), problem ?? '')
    })

  test('has an error sentence in both languages, whatever is wrong with it', () => {
    for (const [, problem] of cases) {
      const codes = problem?.split(', ').map(part => part.split(' ')[1]!) ?? []
      for (const code of codes)
        for (const copy of [fr, ar]) assert.ok(Object.hasOwn(copy.steps.identity.fields.birthDate.errors, code), code)
    }
  })
})

describe('the age of fifteen', () => {
  const leapDay = new Date('2028-02-29T10:00:00Z')
  test('is reached on the birthday', () => {
    assert.deepEqual(birthDateProblems(typed('28/2/2013'), leapDay), {})
    assert.deepEqual(birthDateProblems(typed('1/3/2013'), leapDay), { year: 'range' })
  })

  test('of someone born on 29 February is reached on 1 March', () => {
    assert.deepEqual(birthDateProblems(typed('29/2/2012'), new Date('2027-02-28T10:00:00Z')), { year: 'range' })
    assert.deepEqual(birthDateProblems(typed('29/2/2012'), new Date('2027-03-01T10:00:00Z')), {})
  })
})

describe('the date of birth handed to the insurer', () => {
  const handed = (day: string, month: string, year: string) => isoDate(asMeant({ day, month, year, yearOnly: false }))

  test('is the year alone if day and month are printed as unknown (ID-11)', () => {
    for (const none of ['00', '0', 'xx', 'XX', '--', '??', '..']) assert.equal(handed(none, none, '1939'), '1939')
  })

  test('is the whole one that was pasted into the first field (ID-11)', () => {
    assert.equal(handed('12/05/1960', '', ''), '1960-05-12')
    assert.equal(handed('12.5.1960', '', ''), '1960-05-12')
    assert.equal(handed('00/00/1939', '', ''), '1939')
  })

  test('has four, two and two digits', () => assert.equal(isoDate(typed('2/5/1960')), '1960-05-02'))

  test('is the year alone if the civil record holds no more, whatever else was typed', () => {
    assert.equal(isoDate({ ...typed('12/5/1948'), yearOnly: true }), '1948')
    assert.deepEqual(birthDateProblems({ day: '99', month: 'x', year: '1948', yearOnly: true }, today), {})
  })
})
