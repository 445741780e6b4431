import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { maskedEmail, maskedPhone } from '../../src/domain/fields/mask.ts'

describe('a masked contact', () => {
  test('shows the first letter and the domain of an address', () => {
    assert.equal(maskedEmail('amina.tazi@exemple.ma'), 'a•••@exemple.ma')
    assert.equal(maskedEmail('a@exemple.ma'), 'a•••@exemple.ma')
  })

  test('does not show how long the hidden part of an address is', () => {
    assert.equal(maskedEmail('ab@exemple.ma'), maskedEmail('abcdefgh@exemple.ma'))
  })

  test('shows the range and the last two digits of a number', () => {
    assert.equal(maskedPhone('+212612345678'), '+2126••••••78')
  })

  test('hides at least three digits of a short number', () => assert.equal(maskedPhone('+2126780'), '+2126•••80'))
})
