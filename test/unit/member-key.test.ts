import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberKey } from '../../src/domain/identity/member-key.ts'

test('one card has one key, however many zeros are typed before its number (ID-5)', () => {
  assert.equal(memberKey('AB012345'), memberKey('AB12345'))
  assert.equal(new Set(['AB12345', 'AB123450', 'B12345', 'AB10345', 'AB1345'].map(memberKey)).size, 5)
})
