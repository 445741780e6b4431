import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CodeSlot } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { code, send, slot } from './code-ledger.ts'

/** The sends of one session: the waits between them and how many there are (OTP-10). */
export function sendsContract(stores: () => Stores): void {
  describe('the sends', () => {
    it('wait 120, 120, 240 and 240 seconds for each other, and a sixth there is not (OTP-10)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      for (const wait of [120, 120, 240, 240]) {
        assert.deepEqual(await send(codes, here, code('sent')), { kind: 'issued' })
        await advance(wait - 1)
        assert.deepEqual(await send(codes, here, code('too soon')), { kind: 'wait', seconds: 1, same: true })
        await advance(1)
      }
      assert.deepEqual(await send(codes, here, code('fifth')), { kind: 'issued' })
      assert.deepEqual(await send(codes, here, code('too soon')), { kind: 'wait', seconds: 240, same: true })
      await advance(240)
      assert.deepEqual(await send(codes, here, code('sixth')), { kind: 'exhausted', seconds: 5400 - 960 })
      assert.deepEqual(await codes.check(here, ['fifth']), { kind: 'right' })
    })

    it('begin anew when the session would have ended', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await sendAll(stores(), here)
      await advance(5400)
      assert.deepEqual(await send(codes, here, code('again')), { kind: 'issued' })
    })

    it('wait whatever the address, and report where the last one went (OTP-10)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, code('one', 'a typo'))
      await advance(20)
      const before = await codes.state(here)
      assert.deepEqual(await send(codes, here, code('two', 'corrected')), { kind: 'wait', seconds: 100, same: false })
      assert.deepEqual(await send(codes, here, code('two', 'a typo')), { kind: 'wait', seconds: 100, same: true })
      assert.deepEqual(await codes.state(here), before)
      await advance(100)
      assert.deepEqual(await send(codes, here, code('three', 'corrected')), { kind: 'issued' })
      assert.equal((await codes.state(here)).sendsLeft, 3)
    })

    it('of one channel leave the other alone', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('by SMS'))
      assert.deepEqual(await send(codes, { ...here, channel: 'email' }, code('by e-mail')), { kind: 'issued' })
    })

    it('that failed are given back, with their wait', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('never left'))
      await codes.withdraw(here, code('never left'))
      assert.deepEqual(await codes.check(here, ['never left']), { kind: 'expired' })
      assert.deepEqual(await codes.state(here), { liveSeconds: 0, waitSeconds: 0, sendsLeft: 5, triesLeft: 0 })
      assert.deepEqual(await send(codes, here, code('at once')), { kind: 'issued' })
    })

    it('are not given back twice, nor for a code that is no longer the live one', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, code('first'))
      await advance(120)
      await send(codes, here, code('second'))
      await codes.withdraw(here, code('first'))
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 600,
        waitSeconds: 120,
        sendsLeft: 3,
        triesLeft: 5,
        issuedAgoSeconds: 0,
      })
      await codes.withdraw(here, code('second'))
      await codes.withdraw(here, code('second'))
      assert.deepEqual(await codes.state(here), {
        liveSeconds: 480,
        waitSeconds: 0,
        sendsLeft: 4,
        triesLeft: 5,
        issuedAgoSeconds: 120,
      })
    })

    it('are reported with the seconds left, and reading them changes nothing', async () => {
      const { codes, advance } = stores()
      const here = slot()
      assert.deepEqual(await codes.state(here), { liveSeconds: 0, waitSeconds: 0, sendsLeft: 5, triesLeft: 0 })
      await send(codes, here, code('right'))
      await advance(17)
      const state = { liveSeconds: 583, waitSeconds: 103, sendsLeft: 4, triesLeft: 5, issuedAgoSeconds: 17 }
      assert.deepEqual(await codes.state(here), state)
      assert.deepEqual(await codes.state(here), state)
    })

    it('leave no live code once it is accepted or locked', async () => {
      const { codes } = stores()
      const [accepted, locked] = [slot(), slot()]
      await send(codes, accepted, code('right'))
      await codes.check(accepted, ['right'])
      await send(codes, locked, code('right'))
      for (let attempt = 1; attempt <= 5; attempt++) await codes.check(locked, ['no'])
      assert.equal((await codes.state(accepted)).liveSeconds, 0)
      assert.equal((await codes.state(locked)).liveSeconds, 0)
    })

    it('are reported with the tries left of the live code and its age, also if it is locked or used', async () => {
      const { codes, advance } = stores()
      const [accepted, locked] = [slot(), slot()]
      const told = async (here: CodeSlot) => {
        const { triesLeft, issuedAgoSeconds } = await codes.state(here)
        return [triesLeft, issuedAgoSeconds]
      }
      await send(codes, accepted, code('right'))
      await send(codes, locked, code('right'))
      for (const left of [4, 3, 2, 1, 0]) {
        await codes.check(locked, ['no'])
        assert.deepEqual(await told(locked), [left, 0])
      }
      await advance(590)
      assert.deepEqual(await told(accepted), [5, 590])
      await codes.check(accepted, ['right'])
      for (const here of [accepted, locked]) assert.deepEqual(await told(here), [0, 590])
      await advance(10)
      for (const here of [accepted, locked]) assert.deepEqual(await told(here), [0, undefined])
      await send(codes, locked, code('another'))
      assert.deepEqual(await told(locked), [5, 0])
    })

    it('used up, a locked code says when the session would end', async () => {
      const { codes } = stores()
      const here = slot()
      await sendAll(stores(), here)
      for (let attempt = 1; attempt <= 4; attempt++) await codes.check(here, ['no'])
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'locked', seconds: 5400 - 720, judged: true })
      assert.equal((await codes.state(here)).waitSeconds, 5400 - 720)
    })
  })
}

/** Five sends, the last of them 720 s after the first. */
async function sendAll({ codes, advance }: Stores, here: CodeSlot) {
  await send(codes, here, code('sent'))
  for (const wait of [120, 120, 240, 240]) {
    await advance(wait)
    await send(codes, here, code('sent'))
  }
}
