import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { civilStatusNumber } from '../../src/domain/fields/civil-status.ts'
import { identifier, nationalId, unjudged } from '../../src/domain/fields/identifiers.ts'
import { sixDigits } from '../../src/domain/fields/typed-code.ts'
import { judge } from './judge.ts'
import { readOrganisation } from './organisation.ts'

const organisation = readOrganisation('cnops')

type Case = [typed: string, taken: string]
const fields = {
  'the registration number': {
    schema: identifier('registrationNumber', organisation),
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
      ['N° 710000101', '710000101'],
      ['Nº710000101', '710000101'],
      ['№ 710000101', '710000101'],
      ['No. 710000101', '710000101'],
      ['n.710000101', '710000101'],
      ['#710000101', '710000101'],
      ["N° d'immatriculation CNOPS : 710 000 101", '710000101'],
      ['رقم التسجيل: ٧١٠٠٠٠١٠١', '710000101'],
      ['710000111/01', '✗ parts'],
      ['710000111 - 1', '✗ parts'],
      ['710000111 01', '✗ parts'],
      ['710000111 (01)', '✗ parts'],
      ['71 00 00 11 / 01', '✗ parts'],
      ['71 00 00 11 01', '7100001101'],
      ['123456789012/01', '123456789012'],
      ['710000111 rang 1', '✗ format'],
      ['Imm. : 710000101', '710000101'],
      ['Mutuelle 710000111', '✗ format'],
      ['N°', '✗ format'],
      ['', '✗ required'],
    ],
  },
  'the employer identifier': {
    schema: identifier('employerId', organisation),
    cases: [
      ['ab12', 'AB12'],
      ['1234567', '1234567'],
      ['A23456789012345', 'A23456789012345'],
      ['SOM 12/34', '1234'],
      ['SOM1234', 'SOM1234'],
      ['PPR 4000004', '4000004'],
      ['ppr : 4000004', '4000004'],
      ['N° PPR 4000004', '4000004'],
      ['DOTI 4000008', '4000008'],
      ['DOTI80412', 'DOTI80412'],
      ['P 7654321', 'P7654321'],
      ['N° de pension : 123456', '123456'],
      ['رقم التأجير ٤٠٠٠٠٠٤', '4000004'],
      ['CODE 123456', '✗ parts'],
      ['N 4000004', '✗ parts'],
      ['4000004/01', '✗ parts'],
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
      ['CIN XA000017', 'XA000017'],
      ['C.I.N. : XA000017', 'XA000017'],
      ['CNIE xa 000017', 'XA000017'],
      ['CINXA000017', 'XA000017'],
      ['N° XA000017', 'XA000017'],
      ['Nº CIN XA000017', 'XA000017'],
      ["Carte nationale d'identité n° XA000017", 'XA000017'],
      ['رقم البطاقة الوطنية: XA000017', 'XA000017'],
      ['AB 12 34 56', 'AB123456'],
      ['CN 123456', 'CN123456'],
      ['N 123456', 'N123456'],
      ['N° 123456', '✗ format'],
      ['No 123456', '✗ parts'],
      ['CIN 123456', '✗ format'],
      ['XA000017/1', '✗ parts'],
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
      ['12345678/60', '12345678/1960'],
      ['88/48', '88/1948'],
      ['088/1948', '88/1948'],
      ['0123', '123'],
      ['N° 88/1948', '88/1948'],
      ["Acte n° 88 de l'année 1948", '88/1948'],
      ['رقم 88 لسنة 1948', '88/1948'],
      ['88/05', '✗ year'],
      ['88/948', '✗ year'],
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
      ['Code : 123456', '123456'],
      ['code123456', '123456'],
      ['رمز التحقق: ١٢٣٤٥٦', '123456'],
      ['#123456', '123456'],
      ['G-123456', '123456'],
      [
        'CNOPS : 123 456 est votre code, valable 10 min. Appelez le 05 38 00 20 20.\n@compte.cnops.ma #123456',
        '123456',
      ],
      ['ancien 111111, nouveau 222222', '✗ several'],
      ['111111 222222', '✗ format'],
      ['+212 612 345 678', '✗ format'],
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
      test(`typed as “${typed}” is ${taken.startsWith('✗') ? 'refused' : 'taken'}: ${taken} (ID-11)`, () => {
        assert.equal(judge(schema, typed), taken)
      })
  })

describe('an identifier that was not chosen (ID-11)', () => {
  test('is cleaned but never refused for its form', () => {
    const schema = unjudged('employerId', organisation)
    assert.equal(judge(schema, ''), '')
    assert.equal(judge(schema, ' ab-12 '), 'AB12')
    assert.equal(judge(schema, ' ab-1  ?'), 'ab-1 ?')
  })
})

test('each organisation asks for its own registration number', () => {
  const cnss = identifier('registrationNumber', readOrganisation('cnss'))
  assert.equal(judge(cnss, '123 456 789'), '123456789')
  assert.equal(judge(cnss, '12345678'), '✗ format')
})
