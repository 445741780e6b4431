import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessAlert } from '../../src/domain/guess-alert.ts'

test('what one instance has heard of guessing is forgotten when nobody guesses for a quarter of an hour (ID-7)', () => {
  let time = 0
  const raised: [string, boolean][] = []
  const alert = guessAlert(
    { raised: 300, attack: 1000 },
    (name, on) => void raised.push([name, on]),
    () => time,
  )
  const now = () => [alert.costFactor(), alert.underAttack()]
  assert.deepEqual(now(), [1, false])
  alert.hear(300)
  assert.deepEqual(now(), [1, false])
  alert.hear(301)
  assert.deepEqual(now(), [4, false])
  alert.hear(1001)
  assert.deepEqual(now(), [16, true])
  assert.deepEqual(raised.slice(-2), [
    ['guessing', true],
    ['attack', true],
  ])
  time = 899_999
  assert.deepEqual(now(), [16, true])
  time = 900_000
  assert.deepEqual(now(), [1, false])
})
