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

  test('shows the range and the last two digits of a number as its owner writes it', () => {
    assert.equal(maskedPhone('+212612345678'), '06 •• •• •• 78')
  })

  test('shows the country of a foreign number, and not how long it is', () => {
    assert.equal(maskedPhone('+33612345678'), '+33 •• •• 78')
    assert.equal(maskedPhone('+352621123456'), '+352 •• •• 56')
  })
})
