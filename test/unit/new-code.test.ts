import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newCode } from '../../src/domain/codes/one-time-codes.ts'

const CODES = 100_000
/** χ² with 9 degrees of freedom exceeds this once in a thousand fair samples. */
const CRITICAL = 27.88

describe('100,000 new verification codes (OTP-1)', () => {
  const codes = sample()

  test('have six digits each', () => assert.ok(codes.every(code => /^[0-9]{6}$/.test(code))))

  test('begin with a zero as often as one in ten', () => {
    const zeros = codes.filter(code => code.startsWith('0')).length
    assert.ok(zeros > CODES * 0.09 && zeros < CODES * 0.11, String(zeros))
    assert.ok(codes.some(code => code.startsWith('000')))
  })

  test('repeat no more often than chance has it', () => {
    const expected = 1e6 * (1 - Math.exp(-CODES / 1e6))
    assert.ok(Math.abs(new Set(codes).size - expected) < 500)
  })

  for (let place = 0; place < 6; place++)
    test(`hold every digit as often as any other in place ${place + 1}`, () => {
      // One fair sample in a thousand looks unfair; three in a row do not.
      const samples = [codes, sample, sample]
      assert.ok(samples.some(made => chiSquare(typeof made === 'function' ? made() : made, place) < CRITICAL))
    })
})

function sample() {
  return Array.from({ length: CODES }, newCode)
}

function chiSquare(codes: readonly string[], place: number) {
  const counts = Array.from({ length: 10 }, () => 0)
  for (const code of codes) counts[Number(code[place])]!++
  const expected = codes.length / 10
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
