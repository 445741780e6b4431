import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bankAccountLast8, isRib } from '../../src/domain/fields/bank-account.ts'
import { judge } from './judge.ts'

const RIB = '011519000001205000534921'
const ACCOUNT = RIB.slice(6, 22)

type Case = [what: string, typed: string, account: string, rib: string]
const cases: Case[] = [
  ['its last 8 digits', '50005349', '50005349', '50005349'],
  ['its last 8 digits with a zero in front', '00005349', '00005349', '00005349'],
  ['its last 8 digits in Arabic-Indic digits', '٥٠٠٠ ٥٣٤٩', '50005349', '50005349'],
  ['the 16 digits of the account', ACCOUNT, '50005349', '✗ format'],
  ['the whole RIB of 24 digits', RIB, '50005349', '00534921'],
  ['the whole RIB as it is printed', '011 519 0000012050005349 21', '50005349', '00534921'],
  ['a RIB with a wrong key', RIB.replace(/21$/, '22'), '✗ rib', '✗ rib'],
  ['a RIB with two digits exchanged', RIB.replace('519', '591'), '✗ rib', '✗ rib'],
  ['7 digits', '5000534', '✗ format', '✗ format'],
  ['9 digits', '150005349', '✗ format', '✗ format'],
  ['a RIB without its key', RIB.slice(0, 22), '✗ format', '✗ format'],
  ['a letter among the digits', '5000534B', '✗ format', '✗ format'],
  ['a Cyrillic letter after them', '50005349В', '✗ format', '✗ format'],
  ['24 characters that are no digits', 'x'.repeat(24), '✗ format', '✗ format'],
  ['nothing', ' ', '✗ required', '✗ required'],
]

describe('the bank account', () => {
  for (const [what, typed, account, rib] of cases)
    test(`given as ${what}`, () => {
      assert.equal(judge(bankAccountLast8('account'), typed), account, 'compared by account')
      assert.equal(judge(bankAccountLast8('rib'), typed), rib, 'compared by RIB')
    })

  test('has a RIB key that notices every single wrong digit', () => {
    assert.ok(isRib(RIB))
    for (const at of RIB.split('').keys()) {
      const wrong = String((Number(RIB[at]) + 1) % 10)
      assert.ok(!isRib(RIB.slice(0, at) + wrong + RIB.slice(at + 1)), `digit ${at + 1}`)
    }
  })
})
