import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomToken } from '../../src/domain/crypto/random.ts'

test('random tokens are of the length asked for and differ, also at the end of one pool of random bytes', () => {
  const tokens = Array.from({ length: 3000 }, () => randomToken(18))
  assert.equal(new Set(tokens).size, tokens.length)
  assert.ok(tokens.every(token => /^[\w-]{24}$/.test(token)))
  // Overlapping ones would share letters at one place or another.
  assert.equal(new Set(tokens.flatMap(token => [token.slice(0, 12), token.slice(12)])).size, 2 * tokens.length)
})

test('more random bytes than the pool holds are refused', () => {
  assert.throws(() => randomToken(4097), RangeError)
})
