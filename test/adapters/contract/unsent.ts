import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CodeSlot } from '../../../src/ports.ts'
import type { Stores } from '../../support/stores.ts'
import { code, slot } from './code-ledger.ts'

/** What a resend that did not go out leaves of the code that the member holds (OTP-3, OTP-8, OTP-9). */
export function unsentContract(stores: () => Stores): void {
  describe('a code whose replacement was not sent after all', () => {
    /** The code `first`, and two minutes later `second`, on its way. */
    const resending = async (here: CodeSlot, { tries = 0, afterSeconds = 120 } = {}) => {
      const { codes, advance } = stores()
      await codes.issue(here, code('first'))
      for (let n = 0; n < tries; n++) await codes.check(here, ['no'])
      await advance(afterSeconds)
      await codes.issue(here, code('second'))
    }

    it('is good again, with the tries and the life that it had left', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here, { tries: 1 })
      await codes.withdraw(here, code('second'))
      assert.deepEqual(await codes.state(here), { liveSeconds: 480, waitSeconds: 0, sendsLeft: 4 })
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'wrong', left: 3 })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'right' })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'used' })
    })

    it('is good again however often that happens', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here)
      await codes.withdraw(here, code('second'))
      for (const next of ['third', 'fourth', 'fifth']) {
        await codes.issue(here, code(next))
        await codes.withdraw(here, code(next))
      }
      assert.deepEqual(await codes.state(here), { liveSeconds: 480, waitSeconds: 0, sendsLeft: 4 })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'right' })
    })

    it('lives no longer for it', async () => {
      const { codes, advance } = stores()
      const [before, meanwhile] = [slot(), slot()]
      await resending(before, { afterSeconds: 590 })
      await codes.withdraw(before, code('second'))
      await advance(11)
      assert.deepEqual(await codes.check(before, ['first']), { kind: 'expired' })
      await resending(meanwhile, { afterSeconds: 590 })
      await advance(11)
      await codes.withdraw(meanwhile, code('second'))
      assert.deepEqual(await codes.check(meanwhile, ['first']), { kind: 'expired' })
    })

    it('is tried no more than five times in all', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here, { tries: 2 })
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left: 4 })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 3 })
      await codes.withdraw(here, code('second'))
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'locked', seconds: 0, judged: true })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'locked', seconds: 0 })
      assert.equal((await codes.state(here)).liveSeconds, 0)
    })

    it('stays dead where it was used up before, or by the tries made meanwhile', async () => {
      const { codes } = stores()
      for (const [tries, meanwhile] of [
        [5, 0],
        [0, 5],
        [3, 4],
      ] as const) {
        const here = slot()
        await resending(here, { tries })
        for (let n = 0; n < meanwhile; n++) await codes.check(here, ['no'])
        await codes.withdraw(here, code('second'))
        assert.deepEqual(await codes.check(here, ['first']), { kind: 'locked', seconds: 0 })
      }
    })

    it('stays dead where it, or its replacement, was accepted', async () => {
      const { codes, advance } = stores()
      const [first, second] = [slot(), slot()]
      await codes.issue(first, code('first'))
      await codes.check(first, ['first'])
      await advance(120)
      await codes.issue(first, code('second'))
      await codes.withdraw(first, code('second'))
      assert.deepEqual(await codes.check(first, ['first']), { kind: 'expired' })
      await resending(second)
      await codes.check(second, ['second'])
      await codes.withdraw(second, code('second'))
      assert.deepEqual(await codes.check(second, ['first']), { kind: 'expired' })
      assert.deepEqual(await codes.check(second, ['second']), { kind: 'used' })
    })

    it('stays dead where the replacement was for another address, or one was asked for since', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here)
      await codes.issue(here, code('third', 'corrected'))
      await codes.withdraw(here, code('second'))
      assert.equal((await codes.state(here)).liveSeconds, 600)
      await codes.withdraw(here, code('third', 'corrected'))
      for (const old of ['first', 'second']) assert.deepEqual(await codes.check(here, [old]), { kind: 'expired' })
    })

    it('is the last one that was sent, and none before it', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await resending(here)
      await advance(120)
      await codes.issue(here, code('third'))
      await codes.withdraw(here, code('third'))
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 4 })
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'right' })
    })
  })
}
