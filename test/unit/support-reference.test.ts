import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPlace } from '../../src/domain/sessions/session-id.ts'
import { drawReference, slotOf } from '../../src/domain/sessions/support-reference.ts'

test('a support reference is R- and seven digits, easy to say without a leading zero, and leads to the slot of its place (AG-1)', () => {
  const drawn = Array.from({ length: 2000 }, () => {
    const place = newPlace()
    const reference = drawReference(place)
    assert.match(reference, /^R-[1-9]\d{6}$/)
    assert.equal(slotOf(reference), place[0])
    return reference
  })
  assert.ok(new Set(drawn).size > 1990)
})
