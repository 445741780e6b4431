import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CodeSlot } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { code, send, slot } from './code-ledger.ts'

/** What a resend that did not go out leaves of the code that the member holds (OTP-3, OTP-8, OTP-9). */
export function unsentContract(stores: () => Stores): void {
  describe('a code whose replacement was not sent after all', () => {
    /** The code `first`, and two minutes later `second`, on its way. */
    const resending = async (here: CodeSlot, { tries = 0, afterSeconds = 120 } = {}) => {
      const { codes, advance } = stores()
      await send(codes, here, code('first'))
      for (let n = 0; n < tries; n++) await codes.check(here, ['no'])
      await advance(afterSeconds)
      await codes.issue(here, code('second'))
    }

    it('is valid again, with the tries and the life that it had left', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here, { tries: 1 })
      await codes.withdraw(here, code('second'))
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 480,
        waitSeconds: 0,
        sendsLeft: 4,
        triesLeft: 4,
        issuedAgoSeconds: 120,
      })
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'wrong', left: 3 })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'right' })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'used' })
    })

    it('is valid again however often that happens', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here)
      await codes.withdraw(here, code('second'))
      for (const next of ['third', 'fourth', 'fifth']) {
        await send(codes, here, code(next))
        await codes.withdraw(here, code(next))
      }
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 480,
        waitSeconds: 0,
        sendsLeft: 4,
        triesLeft: 5,
        issuedAgoSeconds: 120,
      })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'right' })
    })

    it('gets no longer life by that', async () => {
      const { codes, advance } = stores()
      const [before, after] = [slot(), slot()]
      await resending(before, { afterSeconds: 590 })
      await codes.withdraw(before, code('second'))
      await advance(11)
      assert.deepEqual(await codes.check(before, ['first']), { kind: 'expired' })
      await resending(after, { afterSeconds: 590 })
      await advance(11)
      await codes.withdraw(after, code('second'))
      assert.deepEqual(await codes.check(after, ['first']), { kind: 'expired' })
    })

    it('is tried no more than five times in all', async () => {
      const { codes } = stores()
      const here = slot()
      await resending(here, { tries: 2 })
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left: 4 })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 4 })
      await codes.withdraw(here, code('second'))
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left: 1 })
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'locked', seconds: 0, judged: true })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'locked', seconds: 0 })
      assert.equal((await codes.state(here)).liveSeconds, 0)
    })

    it('stays dead if its tries were used up before or during the resend', async () => {
      const { codes } = stores()
      for (const [tries, more] of [
        [5, 0],
        [0, 5],
        [3, 4],
      ] as const) {
        const here = slot()
        await resending(here, { tries })
        for (let n = 0; n < more; n++) await codes.check(here, ['no'])
        await codes.withdraw(here, code('second'))
        assert.deepEqual(await codes.check(here, ['first']), { kind: 'locked', seconds: 0 })
      }
    })

    it('stays dead if it, or its replacement, was accepted', async () => {
      const { codes, advance } = stores()
      const [first, second] = [slot(), slot()]
      await send(codes, first, code('first'))
      await codes.check(first, ['first'])
      await advance(120)
      await send(codes, first, code('second'))
      await codes.withdraw(first, code('second'))
      assert.deepEqual(await codes.check(first, ['first']), { kind: 'used' })
      await resending(second)
      await codes.check(second, ['second'])
      await codes.withdraw(second, code('second'))
      assert.deepEqual(await codes.check(second, ['first']), { kind: 'expired' })
      assert.deepEqual(await codes.check(second, ['second']), { kind: 'used' })
    })

    it('is valid again if the replacement was for another address, with wait, delivery and sends as they were (OTP-10, OTP-17)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, { ...code('first'), dispatch: { id: 'one', via: 'voice' } })
      await codes.check(here, ['no'])
      await codes.report(here, 'one', 'unanswered')
      await advance(120)
      const before = await codes.state(here)
      for (const to of ['another', 'a third']) {
        await send(codes, here, { ...code(`to ${to}`, to), dispatch: { id: to, via: 'sms' } })
        await codes.keep(here, code(`to ${to}`, to))
        await codes.withdraw(here, code(`to ${to}`, to))
        assert.deepEqual(await codes.state(here), before)
      }
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'right' })
    })

    it('is not valid again if another was asked for since', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await resending(here)
      await codes.keep(here, code('second'))
      await advance(120)
      await send(codes, here, code('third', 'corrected'))
      await codes.withdraw(here, code('second'))
      assert.equal((await codes.state(here)).liveSeconds, 600)
      await codes.withdraw(here, code('third', 'corrected'))
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 5 })
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'right' })
    })

    it('is the last one that was sent, and none before it', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await resending(here)
      await codes.keep(here, code('second'))
      await advance(120)
      await send(codes, here, code('third'))
      await codes.withdraw(here, code('third'))
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 5 })
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'right' })
    })

    it('is valid again ten seconds later if the replacement is not kept (OTP-17, REL-R1)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await resending(here, { tries: 1 })
      await advance(9)
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 591,
        waitSeconds: 111,
        sendsLeft: 3,
        triesLeft: 5,
        issuedAgoSeconds: 9,
      })
      await advance(1)
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 470,
        waitSeconds: 0,
        sendsLeft: 4,
        triesLeft: 4,
        issuedAgoSeconds: 130,
      })
      assert.equal(await codes.keep(here, code('second')), false)
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'right' })
    })

    it('stays replaced for good once the replacement is kept, and until it is withdrawn', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await resending(here)
      assert.equal(await codes.keep(here, code('second')), true)
      await advance(60)
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 540,
        waitSeconds: 60,
        sendsLeft: 3,
        triesLeft: 5,
        issuedAgoSeconds: 60,
      })
      await codes.withdraw(here, code('second'))
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 420,
        waitSeconds: 0,
        sendsLeft: 4,
        triesLeft: 5,
        issuedAgoSeconds: 180,
      })
    })
  })

  describe('a first code that is not kept', () => {
    it('leaves nothing behind ten seconds later: the next press sends (OTP-17, REL-R1)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await codes.issue(here, code('never left'))
      await advance(10)
      assert.deepEqual(await send(codes, here, code('sent')), { kind: 'issued' })
      assert.equal((await codes.state(here)).sendsLeft, 4)
    })

    it('is reported to whoever asks for another, until it is kept (OTP-17, F16)', async () => {
      const { codes } = stores()
      const here = slot()
      const wait = { kind: 'wait', seconds: 120, same: true } as const
      await codes.issue(here, code('first'))
      assert.deepEqual(await codes.issue(here, code('second')), { ...wait, unsettled: true })
      await codes.keep(here, code('first'))
      assert.deepEqual(await codes.issue(here, code('second')), wait)
    })
  })
}
