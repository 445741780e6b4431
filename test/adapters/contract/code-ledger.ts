import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { CodeSlot } from '../../../src/ports.ts'
import type { Stores } from '../../support/stores.ts'

export const slot = (): CodeSlot => ({ flow: randomUUID(), channel: 'sms' })
export const code = (mac: string, destination = 'here') => ({ destination, mac })

/** One code: what it is worth, how often and how long (OTP-2, OTP-3, OTP-8, OTP-9). */
export function codeContract(stores: () => Stores): void {
  describe('one code', () => {
    it('is accepted once, and said to be used when it comes again', async () => {
      const { codes } = stores()
      const here = slot()
      await codes.issue(here, code('right'))
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'right' })
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'used' })
      assert.deepEqual(await codes.check(here, ['wrong']), { kind: 'expired' })
    })

    it('is accepted under any key that is still valid', async () => {
      const { codes } = stores()
      const here = slot()
      await codes.issue(here, code('under the older key'))
      assert.deepEqual(await codes.check(here, ['under the newer key', 'under the older key']), { kind: 'right' })
    })

    it('is accepted 599 seconds later and no longer after 601 (OTP-2)', async () => {
      const { codes, advance } = stores()
      const [soon, late] = [slot(), slot()]
      await codes.issue(soon, code('right'))
      await codes.issue(late, code('right'))
      await advance(599)
      assert.deepEqual(await codes.check(soon, ['right']), { kind: 'right' })
      await advance(2)
      assert.deepEqual(await codes.check(late, ['right']), { kind: 'expired' })
    })

    it('is dead after five wrong ones, even for who knows it then (OTP-3)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await codes.issue(here, code('right'))
      for (const left of [4, 3, 2, 1]) assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left })
      await advance(20)
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'locked', seconds: 100, judged: true })
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'locked', seconds: 100 })
    })

    it('is accepted at the fifth attempt', async () => {
      const { codes } = stores()
      const here = slot()
      await codes.issue(here, code('right'))
      for (let attempt = 1; attempt <= 4; attempt++) await codes.check(here, ['no'])
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'right' })
    })

    it('is worth nothing in another session or on another channel (OTP-8)', async () => {
      const { codes } = stores()
      const here = slot()
      await codes.issue(here, code('right'))
      assert.deepEqual(await codes.check(slot(), ['right']), { kind: 'expired' })
      assert.deepEqual(await codes.check({ ...here, channel: 'email' }, ['right']), { kind: 'expired' })
    })

    it('is worth nothing once the address is changed (OTP-8)', async () => {
      const { codes } = stores()
      const here = slot()
      await codes.issue(here, code('to the old address', 'old'))
      await codes.issue(here, code('to the new address', 'new'))
      assert.deepEqual(await codes.check(here, ['to the old address']), { kind: 'wrong', left: 4 })
      assert.deepEqual(await codes.check(here, ['to the new address']), { kind: 'right' })
    })

    it('is said to be replaced when a newer one was sent, and costs an attempt (OTP-9)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await codes.issue(here, code('first'))
      await codes.check(here, ['no'])
      await advance(120)
      await codes.issue(here, code('second'))
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 4 })
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left: 3 })
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'right' })
    })
  })
}
