import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { createDeliveryReports } from '../../src/domain/codes/delivery-reports.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import type { CodeLedger } from '../../src/ports/index.ts'

const slot = { flow: 'flow-of-a-member', channel: 'sms' } as const

function reports(keys: Buffer[]) {
  const kept: unknown[] = []
  const report: CodeLedger['report'] = async (...args) => {
    kept.push(args)
    return 'voice'
  }
  return { kept, ...createDeliveryReports({ report }, new Sealer(keys), { onReport() {} }) }
}

describe('the ticket of a delivery', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)]

  test('brings a report to its code, also after the key was rotated', async () => {
    const ticket = reports([older]).ticketFor(slot, 'one')
    const { record, kept } = reports([newer, older])
    assert.equal(await record(ticket, 'undelivered'), 'voice')
    assert.deepEqual(kept, [[slot, 'one', 'undelivered']])
  })

  test('does not reveal the member, and fits into an address as it is', () => {
    const ticket = reports([older]).ticketFor(slot, 'one')
    assert.match(ticket, /^[\w-]{40,250}$/)
    assert.ok(!Buffer.from(ticket, 'base64url').includes(slot.flow))
  })

  test('that we did not seal, or with a key since removed, brings nothing anywhere', async () => {
    const ticket = reports([older]).ticketFor(slot, 'one')
    const { record, kept } = reports([newer])
    for (const forged of [ticket, '', 'x', `${ticket}x`, 'A'.repeat(10_000)])
      assert.equal(await record(forged, 'undelivered'), undefined)
    assert.deepEqual(kept, [])
  })
})
