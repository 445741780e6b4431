import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createDeliveryRate } from '../../src/domain/codes/delivery-rate.ts'

/** The state of the alarm after `sends` SMS, of which every `nth` is followed by a right code. */
function after(sends: number, nth: number) {
  let alarm: boolean | undefined
  const record = createDeliveryRate((_name, on) => {
    alarm = on
  })
  for (let send = 1; send <= sends; send++) {
    record('sent')
    record('failed')
    if (send % nth === 0) record('verified')
  }
  return alarm
}

describe('the alarm on SMS without a right code (OTP-14)', () => {
  test('is raised when fewer than 40 % of the last 50 led to a right code', () => assert.equal(after(200, 3), true))
  test('is not raised at half of them', () => assert.equal(after(200, 2), false))
  test('waits for 50 sends', () => assert.equal(after(49, 1000), undefined))
})
