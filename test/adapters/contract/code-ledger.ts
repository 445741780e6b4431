import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { CodeLedger, CodeSlot, Issue, SealedCode } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'

export const slot = (): CodeSlot => ({ flow: randomUUID(), channel: 'sms' })
export const code = (mac: string, destination = 'here') => ({ destination, mac })

/** Issues a code and keeps it: as after its message has left. */
export async function send(codes: CodeLedger, here: CodeSlot, sealed: SealedCode): Promise<Issue> {
  const issue = await codes.issue(here, sealed)
  if (issue.kind === 'issued') assert.ok(await codes.keep(here, sealed))
  return issue
}

/** One code: what it is worth, how often and how long (OTP-2, OTP-3, OTP-8, OTP-9). */
export function codeContract(stores: () => Stores): void {
  describe('one code', () => {
    it('is accepted once, and said to be used when it comes again', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('right'))
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'right' })
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'used' })
      assert.deepEqual(await codes.check(here, ['wrong']), { kind: 'expired' })
    })

    it('is accepted under any key that is still valid', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('under the older key'))
      assert.deepEqual(await codes.check(here, ['under the newer key', 'under the older key']), { kind: 'right' })
    })

    it('is accepted 599 seconds later and no longer after 601 (OTP-2)', async () => {
      const { codes, advance } = stores()
      const [soon, late] = [slot(), slot()]
      await send(codes, soon, code('right'))
      await send(codes, late, code('right'))
      await advance(599)
      assert.deepEqual(await codes.check(soon, ['right']), { kind: 'right' })
      await advance(2)
      assert.deepEqual(await codes.check(late, ['right']), { kind: 'expired' })
    })

    it('is dead after five wrong ones, even for who knows it then (OTP-3)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, code('right'))
      for (const left of [4, 3, 2, 1]) assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left })
      await advance(20)
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'locked', seconds: 100, judged: true })
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'locked', seconds: 100 })
    })

    it('is accepted at the fifth attempt', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('right'))
      for (let attempt = 1; attempt <= 4; attempt++) await codes.check(here, ['no'])
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'right' })
    })

    it('is worth nothing in another session or on another channel (OTP-8)', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('right'))
      assert.deepEqual(await codes.check(slot(), ['right']), { kind: 'expired' })
      assert.deepEqual(await codes.check({ ...here, channel: 'email' }, ['right']), { kind: 'expired' })
    })

    it('that is used and typed again cannot be found by trying codes (OTP-3)', async () => {
      const { codes } = stores()
      const here = slot()
      await send(codes, here, code('right'))
      await codes.check(here, ['right'])
      for (let attempt = 1; attempt <= 5; attempt++)
        assert.deepEqual(await codes.check(here, ['no']), { kind: 'expired' })
      assert.deepEqual(await codes.check(here, ['right']), { kind: 'expired' })
    })

    it('is worth nothing once the address is changed (OTP-8)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      await send(codes, here, code('to the old address', 'old'))
      await advance(120)
      await send(codes, here, code('to the new address', 'new'))
      assert.deepEqual(await codes.check(here, ['to the old address']), { kind: 'wrong', left: 4 })
      assert.deepEqual(await codes.check(here, ['to the new address']), { kind: 'right' })
    })

    it('is said to be replaced while a newer one lives, the first as well as the last but one, and costs no try (OTP-9)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      for (const sent of ['first', 'second', 'third']) {
        await send(codes, here, code(sent))
        await codes.check(here, ['no'])
        await advance(120)
      }
      for (const older of ['first', 'second', 'first'])
        assert.deepEqual(await codes.check(here, ['under another key', older]), { kind: 'replaced', left: 4 })
      assert.deepEqual(await codes.check(here, ['no']), { kind: 'wrong', left: 3 })
      assert.deepEqual(await codes.check(here, ['third']), { kind: 'right' })
    })

    it('that was replaced is refused if no newer one lives (OTP-9)', async () => {
      const { codes, advance } = stores()
      const [expired, locked] = [slot(), slot()]
      for (const here of [expired, locked]) await send(codes, here, code('first'))
      await advance(120)
      for (const here of [expired, locked]) await send(codes, here, code('second'))
      for (let attempt = 1; attempt <= 5; attempt++) await codes.check(locked, ['no'])
      assert.equal((await codes.check(locked, ['first'])).kind, 'locked')
      await advance(601)
      assert.deepEqual(await codes.check(expired, ['first']), { kind: 'expired' })
    })

    it('is known as replaced again if the address is changed back (OTP-9)', async () => {
      const { codes, advance } = stores()
      const here = slot()
      for (const [sent, to] of [
        ['first', 'here'],
        ['second', 'there'],
        ['third', 'here'],
      ] as const) {
        await send(codes, here, code(sent, to))
        await advance(120)
      }
      assert.deepEqual(await codes.check(here, ['second']), { kind: 'wrong', left: 4 })
      assert.deepEqual(await codes.check(here, ['first']), { kind: 'replaced', left: 4 })
    })
  })
}
