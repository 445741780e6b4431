import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Request } from 'express'
import { Cookie, type SessionData } from 'express-session'
import { newSessionId, placeOf } from '../../../src/domain/sessions/session-id.ts'
import { SessionNewer, SessionOver } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'

export const ABSOLUTE_MS = 5400 * 1000

/** Sessions as express-session keeps them (S-3, S-5). */
export function sessionContract(stores: () => Stores): void {
  it('a session is what was last saved, until it is ended', async () => {
    const { set, get, destroy } = calls(stores())
    const sid = newSessionId()
    assert.equal((await get(sid))?.flow, undefined)
    const begun = session('first')
    await set(sid, begun)
    await set(sid, Object.assign(begun, { flow: 'second' }))
    assert.equal((await get(sid))?.flow, 'second')
    await destroy(sid)
    assert.equal((await get(sid))?.flow, undefined)
  })

  it('a session that was ended under a request is not brought back by it, nor its place taken (S-4, S-12)', async () => {
    const { set, load, get, destroy } = calls(stores())
    const sid = newSessionId()
    await set(sid, session('begun'))
    const loaded = await load(sid)
    await destroy(sid)
    await assert.rejects(set(sid, Object.assign(loaded, { flow: 'later' })), SessionOver)
    await assert.rejects(set(newSessionId(placeOf(sid)), session('opened')), SessionOver)
    assert.equal((await get(sid))?.flow, undefined)
  })

  it('of two requests that change one session, the later one does not lose what the earlier has saved (S-4)', async () => {
    const { set, load, get } = calls(stores())
    const sid = newSessionId()
    await set(sid, session('begun'))
    const [earlier, later] = [await load(sid), await load(sid)]
    await set(sid, Object.assign(earlier, { flow: 'earlier' }))
    await assert.rejects(set(sid, Object.assign(later, { flow: 'later' })), SessionNewer)
    assert.equal((await get(sid))?.flow, 'earlier')
    await set(sid, Object.assign(earlier, { flow: 'earlier still' }))
    assert.equal((await get(sid))?.flow, 'earlier still')
  })

  it('a session that moves to a new id is dead under the old one, and no request brings that back (S-4)', async () => {
    const { sessions } = stores()
    const { set, load, get, destroy } = calls(stores())
    const [old, next] = newIds()
    await set(old, session('begun'))
    const [first, second] = [await load(old), await load(old)]
    const moved = session('moved')
    sessions.supersede(first, moved)
    await set(next, moved)
    assert.equal(await get(old), null)
    await assert.rejects(set(old, Object.assign(first, { flow: 'back' })), SessionOver)
    await assert.rejects(set(old, Object.assign(second, { flow: 'back' })), SessionOver)
    const elsewhere = session('elsewhere')
    sessions.supersede(second, elsewhere)
    await assert.rejects(set(newSessionId(placeOf(old)), elsewhere), SessionOver)
    assert.equal((await get(next))?.flow, 'moved')
    assert.equal((await sessions.successor(old))?.flow, 'moved')
    await destroy(old)
    assert.equal(await get(next), null, 'whoever ends it ends every id')
    assert.equal(await sessions.successor(old), null)
  })

  it('visits of a session are counted, whatever its ids, in windows that begin with a visit (S-10)', async () => {
    const { sessions, advance } = stores()
    const { set, load } = calls(stores())
    const [old, next] = newIds()
    await set(old, session('begun'))
    const visits = async (sid: string) => sessions.visitsOf(await load(sid))!
    assert.equal((await visits(old)).visits, 1)
    const loaded = await load(old)
    const moved = session('moved')
    sessions.supersede(loaded, moved)
    await set(next, moved)
    const third = await visits(next)
    assert.equal(third.visits, 3)
    assert.ok(third.secondsLeft > 890 && third.secondsLeft <= 900)
    await advance(901)
    assert.equal((await visits(next)).visits, 1)
  })

  it('a session that has come to its end while a request was under way is over', async () => {
    const { set } = calls(stores())
    const { sessions } = stores()
    const sid = newSessionId()
    await set(sid, session('begun'))
    const loaded = sessions.createSession({ sessionID: sid } as Request, session('changed'))
    await assert.rejects(set(sid, Object.assign(loaded, { openedAt: Date.now() - ABSOLUTE_MS })), SessionOver)
  })

  it('a session lives on from its last visit, and no longer than it was given', async () => {
    const { advance } = stores()
    const { set, get } = calls(stores())
    const sid = newSessionId()
    await set(sid, session('kept'))
    await advance(1199)
    assert.equal((await get(sid))?.flow, 'kept')
    await advance(1199)
    assert.equal((await get(sid))?.flow, 'kept')
    await advance(1200)
    assert.equal((await get(sid))?.flow, undefined)
  })

  it('a session near its absolute end has only what is left, however often it is visited', async () => {
    const { advance } = stores()
    const { set, get, touch } = calls(stores())
    const sid = newSessionId()
    const old = Object.assign(session('old'), { openedAt: Date.now() - ABSOLUTE_MS + 100_500 })
    await set(sid, old)
    assert.equal((await get(sid))?.flow, 'old')
    await touch(sid, { ...old })
    await advance(99)
    assert.equal((await get(sid))?.flow, 'old')
    await touch(sid, { ...old })
    await advance(101)
    assert.equal((await get(sid))?.flow, undefined)
  })

  it('a session beyond its absolute end is over, even if an interrupted visit has prolonged it', async t => {
    const { set, get } = calls(stores())
    const sid = newSessionId()
    await set(sid, Object.assign(session('old'), { openedAt: Date.now() - ABSOLUTE_MS + 5000 }))
    assert.equal((await get(sid))?.flow, 'old')
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 5000 })
    assert.equal(await get(sid), null)
    t.mock.timers.reset()
    assert.equal(await get(sid), null, 'it is gone, not only hidden')
  })

  it('an ending that came late stays readable for its given time from the end, however often it is read', async () => {
    const { set, get, touch } = calls(stores())
    const { advance } = stores()
    const sid = newSessionId()
    const ended = (secondsAgo: number) =>
      Object.assign(session('ended'), {
        ended: 'done',
        openedAt: Date.now() - ABSOLUTE_MS,
        endedAt: Date.now() - secondsAgo * 1000,
      })
    await set(sid, ended(800))
    assert.equal((await get(sid))?.flow, 'ended')
    await touch(sid, ended(800))
    await advance(100)
    assert.equal((await get(sid)) ?? undefined, undefined)
  })
}

/** Two ids of one session. */
function newIds(): [string, string] {
  const first = newSessionId()
  return [first, newSessionId(placeOf(first))]
}

export function session(flow: string): SessionData {
  return { cookie: new Cookie(), flow } as SessionData
}

/** The methods of a store, awaited. */
export function calls({ sessions }: Stores) {
  type Done = (error?: unknown) => void
  const settled = (call: (done: Done) => void) =>
    new Promise<void>((resolve, reject) => call(error => (error ? reject(error) : resolve())))
  return {
    set: (sid: string, data: SessionData) => settled(done => sessions.set(sid, data, done)),
    touch: (sid: string, data: SessionData) => settled(done => sessions.touch!(sid, data, done)),
    destroy: (sid: string) => settled(done => sessions.destroy(sid, done)),
    /** As express-session holds it for a request. */
    load: (sid: string) =>
      new Promise<SessionData>((resolve, reject) =>
        sessions.load(sid, (error: unknown, data?: SessionData) =>
          data ? resolve(data) : reject(error ?? new Error('no session')),
        ),
      ),
    get: (sid: string) =>
      new Promise<SessionData | null | undefined>((resolve, reject) =>
        sessions.get(sid, (error, data) => (error ? reject(error) : resolve(data))),
      ),
  }
}
