import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newPlace, newSessionId } from '../../../src/domain/sessions/session-id.ts'
import { drawReference } from '../../../src/domain/sessions/support-reference.ts'
import { ReferenceTaken, SessionOver } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { ABSOLUTE_MS, calls, session } from './sessions.ts'

/** A support reference names one flow, as long as its session lives (AG-1). */
export function referencesContract(stores: () => Stores): void {
  describe('a support reference', () => {
    it('names the flow of its session, and is prolonged with it (AG-1)', async () => {
      const { referenceSeconds, advance } = stores()
      const { set, load } = calls(stores())
      const { sid, reference, begun } = opening('prolonged')
      await set(sid, begun)
      await advance(300)
      near(await referenceSeconds(reference, 'prolonged'), 900)
      const visited = await load(sid)
      near(await referenceSeconds(reference, 'prolonged'), 1200)
      await advance(300)
      await set(sid, Object.assign(visited, { answers: { more: true } }))
      near(await referenceSeconds(reference, 'prolonged'), 1200)
      await advance(1200)
      assert.equal(await referenceSeconds(reference, 'prolonged'), 0)
    })

    it('lives no longer than its session near its absolute end, nor than a late receipt (AG-1)', async () => {
      const { referenceSeconds } = stores()
      const { set, get, touch } = calls(stores())
      const openedAt = Date.now() - ABSOLUTE_MS
      for (const [flow, age, seconds] of [
        ['old', { openedAt: openedAt + 100_500 }, 100],
        ['late', { openedAt, ended: 'done', endedAt: Date.now() - 799_500 }, 100],
      ] as const) {
        const { sid, reference, begun } = opening(flow)
        await set(sid, Object.assign(begun, age))
        near(await referenceSeconds(reference, flow), seconds)
        await get(sid)
        near(await referenceSeconds(reference, flow), seconds)
        await touch(sid, { ...begun, ...later(age) })
        near(await referenceSeconds(reference, flow), seconds - 50)
      }
    })

    it('is free at once when its session is ended, and not before (AG-1, S-12)', async () => {
      const { referenceSeconds } = stores()
      const { set, get, destroy } = calls(stores())
      const first = opening('first')
      const second = opening('second', first)
      await set(first.sid, first.begun)
      await assert.rejects(set(second.sid, second.begun), ReferenceTaken)
      assert.equal(await get(second.sid), null, 'nothing is stored')
      near(await referenceSeconds(first.reference, 'first'), 1200)
      await destroy(first.sid)
      assert.equal(await referenceSeconds(first.reference, 'first'), 0)
      await set(second.sid, second.begun)
      near(await referenceSeconds(first.reference, 'second'), 1200)
    })

    it('that another session has got is not touched by what still ends or prolongs the first (AG-1)', async () => {
      const { referenceSeconds, advance } = stores()
      const { set, load, destroy, touch } = calls(stores())
      for (const end of [destroy, () => advance(1201)]) {
        const before = opening('before')
        await set(before.sid, before.begun)
        const loaded = await load(before.sid)
        await end(before.sid)
        const after = opening('after', before)
        await set(after.sid, after.begun)
        await touch(before.sid, Object.assign({ ...loaded }, { openedAt: Date.now() - ABSOLUTE_MS + 50_000 }))
        await assert.rejects(set(before.sid, Object.assign(loaded, { answers: {} })), SessionOver)
        await destroy(before.sid)
        near(await referenceSeconds(before.reference, 'after'), 1200)
      }
    })
  })
}

/** A session with a reference, at a place of its own; with the reference of `other` if there is one. */
function opening(flow: string, other?: { place: string; reference: string }) {
  const drawn = newPlace()
  const place = other ? other.place[0] + drawn.slice(1) : drawn
  const reference = other?.reference ?? drawReference(place)
  return { place, reference, sid: newSessionId(place, reference), begun: Object.assign(session(flow), { reference }) }
}

/** The same session as it is 50 seconds later. */
const later = ({ openedAt, endedAt }: { openedAt: number; endedAt?: number; ended?: string }) =>
  endedAt === undefined ? { openedAt: openedAt - 50_000 } : { endedAt: endedAt - 50_000 }

function near(seconds: number, expected: number) {
  assert.ok(seconds <= expected && seconds > expected - 20, `${seconds} s instead of ${expected}`)
}
