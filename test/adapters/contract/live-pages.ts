import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { newPlace, newSessionId } from '../../../src/domain/sessions/session-id.ts'
import { drawReference } from '../../../src/domain/sessions/support-reference.ts'
import { type Happening, type Shown, ViewTooLarge } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { until } from '../../support/until.ts'
import { code, send } from './code-ledger.ts'
import { calls, session } from './sessions.ts'

export const showing = (page: string, ...happenings: Happening[]): Shown => ({
  view: { page },
  happenings,
  seconds: 600,
  at: Date.now(),
})
const event = (name: string, at = 1): Happening => ({ at, event: name, reason: 'wrong', page: 'sms' })

/** A member's session with its reference; their page is not open to anybody. */
export async function caller(stores: Stores): Promise<{ flow: string; reference: string; sid: string }> {
  const flow = randomUUID()
  const place = newPlace()
  const reference = drawReference(place)
  const sid = newSessionId(place, reference)
  await calls(stores).set(sid, Object.assign(session(flow), { reference }))
  return { flow, reference, sid }
}

/** The same; the page is open, and an agent follows if there is one. */
export async function opened(stores: Stores, agent?: string) {
  const { shared, followed } = stores
  const who = await caller(stores)
  assert.deepEqual(await shared.open(who.flow, who.reference, showing('terms')), { kind: 'open' })
  const page = await followed.find(who.reference)
  assert.ok(page)
  if (agent) await followed.attend(page, agent)
  return { ...who, page }
}

export async function viewOf({ followed }: Stores, page: string): Promise<unknown> {
  const reading = await followed.read(page)
  assert.equal(reading.kind, 'open')
  return reading.kind === 'open' && reading.view
}

/** A page that its member has opened to an agent, from both sides (AG-1). */
export function livePagesContract(stores: () => Stores): void {
  describe('a page', () => {
    it('is found by its reference once its member has opened it, and not before (AG-1)', async () => {
      const { shared, followed } = stores()
      const { flow, reference } = await caller(stores())
      assert.equal(await followed.find(reference), undefined)
      assert.deepEqual(await shared.show(flow, showing('terms')), { kind: 'closed' })
      await shared.tell(flow, [event('code_wrong')])
      assert.equal(await followed.find(reference), undefined, 'only the member opens it')
      await shared.open(flow, reference, showing('terms'))
      const page = await followed.find(reference)
      assert.ok(page && !page.includes(flow))
      assert.equal(await followed.find('R-1000000'), undefined)
    })

    it('that nobody has opened is neither followed nor read', async () => {
      const { followed } = stores()
      assert.deepEqual(await followed.attend('of nobody', 'amina'), { kind: 'gone' })
      assert.equal(await followed.keep('of nobody', 'amina'), false)
      assert.deepEqual(await followed.read('of nobody'), { kind: 'ended' })
    })

    it('is read as it was shown last, with what has happened since it was opened, oldest first', async () => {
      const { shared, followed } = stores()
      const { flow, page } = await opened(stores())
      await shared.tell(flow, [event('code_wrong', 2)])
      await shared.show(flow, showing('email', { at: 3, event: 'page_shown' }, event('code_sent', 4)))
      const reading = await followed.read(page)
      assert.ok(reading.kind === 'open')
      const { view, happenings } = reading
      assert.deepEqual(view, { page: 'email' })
      assert.deepEqual(happenings, [event('code_wrong', 2), { at: 3, event: 'page_shown' }, event('code_sent', 4)])
      assert.equal(reading.follower, undefined)
    })

    it('remembers its last 20 happenings', async () => {
      const { shared, followed } = stores()
      const { flow, page } = await opened(stores())
      const all = Array.from({ length: 23 }, (_, at) => event('code_wrong', at))
      for (const happening of all.slice(0, 3)) await shared.tell(flow, [happening])
      await shared.show(flow, showing('sms', ...all.slice(3)))
      const reading = await followed.read(page)
      assert.deepEqual(reading.kind === 'open' && reading.happenings, all.slice(3))
    })

    it('keeps no other word of a happening than time, event, reason and page (AG-2)', async () => {
      const { shared, followed } = stores()
      const { flow, page } = await opened(stores())
      await shared.tell(flow, [{ ...event('code_wrong'), typed: '774727' } as Happening])
      const reading = await followed.read(page)
      assert.deepEqual(reading.kind === 'open' && reading.happenings, [event('code_wrong')])
    })

    it('is read with the codes of its member as they are now', async () => {
      const { codes, followed } = stores()
      const { flow, page } = await opened(stores())
      const stateOf = async () => {
        const reading = await followed.read(page)
        return reading.kind === 'open' && reading.codes
      }
      const idle = await stateOf()
      assert.ok(idle && idle.sms.liveSeconds === 0 && idle.email.issuedAgoSeconds === undefined)
      await send(codes, { flow, channel: 'sms' }, { ...code('right'), dispatch: { id: 'one', via: 'voice' } })
      await codes.check({ flow, channel: 'sms' }, ['wrong'])
      await codes.report({ flow, channel: 'sms' }, 'one', 'unanswered')
      const now = await stateOf()
      assert.ok(now && now.sms.liveSeconds > 0)
      assert.equal(now.sms.triesLeft, 4)
      assert.deepEqual(now.sms.delivery, { via: 'voice', fate: 'unanswered' })
      assert.equal(now.email.liveSeconds, 0)
    })

    it('is open as long as it was last said, and has lapsed then', async () => {
      const { shared, followed, advance } = stores()
      const { flow, reference, page } = await opened(stores(), 'amina')
      await advance(500)
      await shared.show(flow, { ...showing('email'), seconds: 300 })
      await advance(200)
      await shared.tell(flow, [event('code_wrong')])
      assert.deepEqual(await viewOf(stores(), page), { page: 'email' })
      await advance(100)
      assert.deepEqual(await followed.read(page), { kind: 'ended' })
      assert.equal(await followed.find(reference), undefined)
      assert.deepEqual(await shared.show(flow, showing('email')), { kind: 'closed' })
      assert.deepEqual(await followed.attend(page, 'amina'), { kind: 'gone' })
    })

    it('that its member or its session ends shows nothing more, to who follows either (AG-1)', async () => {
      const { shared, followed, advance } = stores()
      for (const by of ['member', 'session'] as const) {
        const { flow, reference, page } = await opened(stores(), 'amina')
        await shared.tell(flow, [event('code_wrong')])
        await shared.close(flow, by)
        assert.deepEqual(await followed.read(page), { kind: 'ended', by })
        assert.equal(await followed.find(reference), undefined)
        assert.equal(await followed.keep(page, 'amina'), false)
        assert.deepEqual(await shared.show(flow, showing('email')), { kind: 'closed' })
        await shared.tell(flow, [event('code_wrong')])
        assert.deepEqual(await followed.read(page), { kind: 'ended', by })
        await advance(120)
        assert.deepEqual(await followed.read(page), { kind: 'ended' })
      }
    })

    it('that has lapsed was not ended by whoever ends it later', async () => {
      const { shared, followed, advance } = stores()
      const { flow, page } = await opened(stores())
      await advance(600)
      await shared.close(flow, 'member')
      assert.deepEqual(await followed.read(page), { kind: 'ended' })
    })

    it('that is opened once more has no follower and nothing that happened before', async () => {
      const { shared, followed } = stores()
      const { flow, reference, page } = await opened(stores(), 'amina')
      await shared.tell(flow, [event('code_wrong')])
      await shared.close(flow, 'member')
      assert.deepEqual(await shared.open(flow, reference, showing('email', event('code_sent'))), { kind: 'open' })
      const reading = await followed.read(page)
      assert.ok(reading.kind === 'open')
      assert.deepEqual(reading.happenings, [event('code_sent')])
      assert.equal(reading.follower, undefined)
    })

    it('that is opened while it is open keeps its follower and its trail', async () => {
      const { shared, followed } = stores()
      const { flow, reference, page } = await opened(stores(), 'amina')
      await shared.tell(flow, [event('code_wrong')])
      const again = await shared.open(flow, reference, showing('email'))
      assert.ok(again.kind === 'open' && again.followedSince)
      const reading = await followed.read(page)
      assert.deepEqual(reading.kind === 'open' && reading.happenings, [event('code_wrong')])
    })

    it('whose view is larger than 4 KB is not stored (AG-2)', async () => {
      const { shared, followed } = stores()
      const large = { ...showing('terms'), view: { text: 'é'.repeat(2048) } }
      const nobody = await caller(stores())
      await assert.rejects(shared.open(nobody.flow, nobody.reference, large), ViewTooLarge)
      assert.equal(await followed.find(nobody.reference), undefined)
      const { flow, page } = await opened(stores())
      await assert.rejects(shared.show(flow, { ...large, happenings: [event('code_wrong')] }), ViewTooLarge)
      const reading = await followed.read(page)
      assert.ok(reading.kind === 'open')
      assert.deepEqual([reading.view, reading.happenings], [{ page: 'terms' }, []])
    })
  })

  describe('an agent who follows', () => {
    it('is told to the member, with the time of the beginning', async () => {
      const { shared, followed } = stores()
      const { flow, page } = await opened(stores())
      const begin = Date.now() - 1000
      const attending = await followed.attend(page, 'amina')
      assert.ok(attending.kind === 'attending' && attending.since >= begin && attending.since <= Date.now() + 1000)
      assert.equal(attending.instead, undefined)
      const shown = await shared.show(flow, showing('email'))
      assert.deepEqual(shown, { kind: 'open', followedSince: attending.since })
      const reading = await followed.read(page)
      assert.deepEqual(reading.kind === 'open' && reading.follower, { agent: 'amina', since: attending.since })
      assert.deepEqual(await followed.attend(page, 'amina'), attending, 'who looks up again follows on')
    })

    it('is the only one: a second one takes over, and learns from whom', async () => {
      const { followed } = stores()
      const { page } = await opened(stores(), 'amina')
      const taken = await followed.attend(page, 'badr')
      assert.ok(taken.kind === 'attending')
      assert.equal(taken.instead, 'amina')
      assert.equal(await followed.keep(page, 'amina'), false)
      await followed.leave(page, 'amina')
      assert.equal(await followed.keep(page, 'badr'), true)
      const reading = await followed.read(page)
      assert.equal(reading.kind === 'open' && reading.follower?.agent, 'badr')
    })

    it('follows as long as they give a sign each minute', async () => {
      const { shared, followed, advance } = stores()
      const { flow, page } = await opened(stores(), 'amina')
      const follows = async () => {
        const shown = await shared.show(flow, showing('email'))
        return shown.kind === 'open' && shown.followedSince !== undefined
      }
      await advance(40)
      assert.equal(await followed.keep(page, 'amina'), true)
      await advance(40)
      assert.ok(await follows())
      await advance(20)
      assert.ok(!(await follows()))
      assert.equal(await followed.keep(page, 'amina'), true, 'nobody follows instead')
      assert.ok(await follows())
      await followed.leave(page, 'amina')
      assert.ok(!(await follows()))
    })
  })

  describe('the bell of a page', () => {
    it('rings for each thing that may change what an agent sees, and for no other page', async () => {
      const { shared, followed, codes, outbox } = stores()
      const { flow, reference, page } = await opened(stores())
      const other = await opened(stores())
      await until('changes are heard', followed.hears)
      const rung = { here: 0, there: 0 }
      const stop = followed.listen(page, () => rung.here++)
      const stopThere = followed.listen(other.page, () => rung.there++)
      await send(codes, { flow, channel: 'sms' }, { ...code('right'), dispatch: { id: 'one', via: 'sms' } })
      const changes: Record<string, () => Promise<unknown>> = {
        'a page shown': () => shared.show(flow, showing('email')),
        'a happening': () => shared.tell(flow, [event('code_wrong')]),
        'another opening': () => shared.open(flow, reference, showing('email')),
        'a follower': () => followed.attend(page, 'amina'),
        'a second one': () => followed.attend(page, 'badr'),
        'who leaves': () => followed.leave(page, 'badr'),
        'a delivery report': () => codes.report({ flow, channel: 'sms' }, 'one', 'delivered'),
        'the end of the activation': () => outbox.finish(flow, { kind: 'already-active' }, []),
        'the end': () => shared.close(flow, 'member'),
      }
      for (const [what, change] of Object.entries(changes)) {
        const before = rung.here
        await change()
        await until(`${what} rings`, () => rung.here > before)
      }
      // The ring of an opening may come late, over another connection than its answer.
      assert.ok(rung.there <= 1)
      stop()
      const heard = { ...rung }
      assert.ok(heard.here <= Object.keys(changes).length + 1)
      await shared.open(flow, reference, showing('email'))
      await shared.show(other.flow, showing('email'))
      await until('the other page rings', () => rung.there > heard.there)
      assert.equal(rung.here, heard.here)
      stopThere()
    })
  })
}
