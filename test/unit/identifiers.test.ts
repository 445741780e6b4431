import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { civilStatusNumber, identifier, nationalId, sixDigits, unjudged } from '../../src/domain/identifiers.ts'
import { judge } from './judge.ts'
import { readOrganisation } from './organisation.ts'

const { patterns } = readOrganisation('cnops')

type Case = [typed: string, taken: string]
const fields = {
  'the registration number': {
    schema: identifier(patterns.registrationNumber),
    cases: [
      ['12345', '12345'],
      ['123456789012', '123456789012'],
      ['00123456', '00123456'],
      [' 12 34-56.78 ', '12345678'],
      ['١٢٣٤٥٦', '123456'],
      ['۱۲۳۴۵۶', '123456'],
      ['1234', '✗ format'],
      ['1234567890123', '✗ format'],
      ['12345В', '✗ format'],
      ['A12345', '✗ format'],
      ['', '✗ required'],
    ],
  },
  'the employer identifier': {
    schema: identifier(patterns.employerId),
    cases: [
      ['ab12', 'AB12'],
      ['1234567', '1234567'],
      ['A23456789012345', 'A23456789012345'],
      ['SOM 12/34', 'SOM1234'],
      ['AB1', '✗ format'],
      ['A234567890123456', '✗ format'],
      ['АВ1234', '✗ format'],
      ['straße', '✗ format'],
      [' ', '✗ required'],
    ],
  },
  'the number of the national identity card': {
    schema: nationalId,
    cases: [
      ['AB123456', 'AB123456'],
      ['a12', 'A12'],
      ['ab 123-456', 'AB123456'],
      ['AB1234567', 'AB1234567'],
      ['BE٨٣٤٥٦', 'BE83456'],
      ['ＢＥ８３４５６', 'BE83456'],
      ['A1', '✗ format'],
      ['AB12345678', '✗ format'],
      ['ABC12345', '✗ format'],
      ['123456', '✗ format'],
      ['АВ123456', '✗ format'],
      ['AВ123456', '✗ format'],
      ['ß123456', '✗ format'],
      ['ı123456', '✗ format'],
      ['', '✗ required'],
    ],
  },
  'the civil-status number': {
    schema: civilStatusNumber,
    cases: [
      ['123/1960', '123/1960'],
      ['123', '123'],
      ['12345678/60', '12345678/60'],
      ['123 / 1960', '123/1960'],
      ['123-/-1960', '123/1960'],
      ['123./.1960', '123/1960'],
      ['123 – / – 1960', '123/1960'],
      ['١٢٣/١٩٦٠', '123/1960'],
      ['123 456/1960', '123456/1960'],
      ['1-234/1960', '1234/1960'],
      ['1.234 / 19 60', '1234/1960'],
      ['123-1960', '✗ format'],
      ['123 456', '✗ format'],
      ['123/1', '✗ format'],
      ['123/19600', '✗ format'],
      ['123456789', '✗ format'],
      ['123/1960/2', '✗ format'],
      ['/1960', '✗ format'],
      ['123/196О', '✗ format'],
      ['', '✗ required'],
    ],
  },
  'the verification code': {
    schema: sixDigits,
    cases: [
      ['012345', '012345'],
      ['٠١٢ ٣٤٥', '012345'],
      ['۰۱۲-۳۴۵', '012345'],
      ['012\u2013345', '012345'],
      ['\u2066774\u00a0727\u2069', '774727'],
      [' 0 1 2 3 4 5 ', '012345'],
      ['12345', '✗ format'],
      ['1234567', '✗ format'],
      ['12345a', '✗ format'],
      [`123456${' '.repeat(60)}7`, '✗ format'],
      ['', '✗ required'],
      ['\u200f', '✗ required'],
    ],
  },
} satisfies Record<string, { schema: unknown; cases: Case[] }>

for (const [field, { schema, cases }] of Object.entries(fields))
  describe(field, () => {
    for (const [typed, taken] of cases)
      test(`typed as “${typed}” is ${taken.startsWith('✗') ? 'refused' : 'taken'}: ${taken}`, () => {
        assert.equal(judge(schema, typed), taken)
      })
  })

describe('an identifier that was not chosen (ID-11)', () => {
  test('is cleaned but never refused for its form', () => {
    assert.equal(judge(unjudged, ''), '')
    assert.equal(judge(unjudged, ' ab-1 ?'), 'AB1?')
  })
})

test('each organisation asks for its own registration number', () => {
  const cnss = identifier(readOrganisation('cnss').patterns.registrationNumber)
  assert.equal(judge(cnss, '123 456 789'), '123456789')
  assert.equal(judge(cnss, '12345678'), '✗ format')
})
