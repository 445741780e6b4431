import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CodeSlot, Fate, SealedCode, Via } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { code, send, slot } from './code-ledger.ts'

const REPORTED = { via: 'sms', fate: 'undelivered' } as const

/** The delivery of the last code to a phone, as its provider reports it. */
export function deliveriesContract(stores: () => Stores): void {
  const sent = (id: string, via: Via = 'sms'): SealedCode => ({ ...code(`mac of ${id}`), dispatch: { id, via } })
  const delivery = async (here: CodeSlot) => (await stores().codes.state(here)).delivery

  describe('the delivery of a code', () => {
    for (const [via, fate] of [
      ['sms', 'delivered'],
      ['voice', 'unanswered'],
      ['whatsapp', 'undelivered'],
    ] satisfies [Via, Fate][])
      it(`by ${via} is in the state once it is reported`, async () => {
        const { codes } = stores()
        const here = slot()
        await send(codes, here, sent('one', via))
        assert.deepEqual(await delivery(here), { via })
        assert.equal(await codes.report(here, 'one', fate), via)
        assert.deepEqual(await delivery(here), { via, fate })
      })

    it('has no report if there is no dispatch', async () => {
      const { codes } = stores()
      const here = { ...slot(), channel: 'email' } as const
      await send(codes, here, code('right'))
      assert.equal(await codes.report(here, 'one', 'undelivered'), undefined)
      assert.equal(await delivery(here), undefined)
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'right' })
    })

    it('keeps its first fate, whatever is reported late, again or out of order', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, sent('one'))
      await codes.report(here, 'one', 'undelivered')
      for (const fate of ['delivered', 'unanswered', 'undelivered', 'failed'] as const)
        assert.equal(await codes.report(here, 'one', fate), undefined)
      assert.deepEqual(await delivery(here), REPORTED)
    })

    it('is that of the last send: what is reported of an older one, or one withdrawn, is passed over', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, sent('one'))
      await codes.report(here, 'one', 'delivered')
      await advance(120)
      await send(codes, here, sent('two', 'voice'))
      assert.equal(await codes.report(here, 'one', 'undelivered'), undefined)
      assert.deepEqual(await delivery(here), { via: 'voice' })
      await codes.withdraw(here, sent('two', 'voice'))
      assert.equal(await codes.report(here, 'two', 'undelivered'), undefined)
      assert.deepEqual(await delivery(here), { via: 'sms', fate: 'delivered' }, 'that of the one before')
    })

    for (const fate of ['undelivered', 'failed'] as const)
      it(`ends the wait if it reached nobody (${fate}), and gives no send back`, async () => {
        const { codes } = stores()
        const here = slot()
        await send(codes, here, sent('one'))
        await codes.report(here, 'one', fate)
        const { waitSeconds, sendsLeft } = await codes.state(here)
        assert.deepEqual([waitSeconds, sendsLeft], [0, 4])
      })

    it('of a send that is past does not end the wait for the last one', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, sent('one'))
      await codes.report(here, 'one', 'undelivered')
      assert.deepEqual(await send(codes, here, sent('two')), { kind: 'issued' })
      await codes.report(here, 'one', 'undelivered')
      assert.deepEqual(await send(codes, here, sent('three')), { kind: 'wait', seconds: 120, same: true })
    })

    it('leaves the wait as it is if it reached somebody, or rang', async () => {
      const { codes } = stores()
      for (const fate of ['delivered', 'unanswered'] as const) {
        const here = slot()
        await send(codes, here, sent('one', 'voice'))
        await codes.report(here, 'one', fate)
        assert.equal((await codes.state(here)).waitSeconds, 120)
      }
    })

    it('leaves the code valid: a report may be wrong', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, sent('one'))
      await codes.report(here, 'one', 'undelivered')
      assert.deepEqual(await codes.check(here, ['mac of one']), { kind: 'right' })
    })

    it('is remembered past the life of the code, and forgotten when the session would have ended', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, sent('one'))
      await advance(650)
      assert.equal(await codes.report(here, 'one', 'undelivered'), 'sms')
      assert.deepEqual(await delivery(here), REPORTED)
      await advance(5400 - 650)
      assert.equal(await delivery(here), undefined)
      assert.equal(await codes.report(here, 'one', 'delivered'), undefined)
      assert.equal(await delivery(here), undefined)
    })

    it('by another way is a new code, and voids the one before', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, sent('by SMS'))
      await advance(120)
      await send(codes, here, sent('by call', 'voice'))
      assert.deepEqual(await codes.check(here, ['mac of by SMS']), { kind: 'replaced', left: 5 })
      assert.deepEqual(await codes.check(here, ['mac of by call']), { kind: 'right' })
    })
  })
}
