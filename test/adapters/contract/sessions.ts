import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import type { Request } from 'express'
import { Cookie, type SessionData } from 'express-session'
import { SessionOver } from '../../../src/ports.ts'
import type { Stores } from '../../support/stores.ts'

const ABSOLUTE_MS = 5400 * 1000

/** Sessions as express-session keeps them (S-3, S-5). */
export function sessionContract(stores: () => Stores): void {
  it('a session is what was last saved, until it is ended', async () => {
    const { set, get, destroy } = calls(stores())
    const sid = randomUUID()
    assert.equal((await get(sid))?.flow, undefined)
    await set(sid, session('first'))
    await set(sid, session('second'))
    assert.equal((await get(sid))?.flow, 'second')
    await destroy(sid)
    assert.equal((await get(sid))?.flow, undefined)
  })

  it('a session that was ended under a request is not brought back by it', async () => {
    const { set, destroy } = calls(stores())
    const { sessions } = stores()
    const sid = randomUUID()
    await set(sid, session('begun'))
    const loaded = sessions.createSession({ sessionID: sid } as Request, session('changed'))
    await set(sid, loaded)
    await destroy(sid)
    await assert.rejects(set(sid, Object.assign(loaded, { flow: 'later' })), SessionOver)
    assert.equal((await calls(stores()).get(sid))?.flow, undefined)
  })

  it('a session that has come to its end while a request was under way is over', async () => {
    const { set } = calls(stores())
    const { sessions } = stores()
    const sid = randomUUID()
    await set(sid, session('begun'))
    const loaded = sessions.createSession({ sessionID: sid } as Request, session('changed'))
    await assert.rejects(set(sid, Object.assign(loaded, { openedAt: Date.now() - ABSOLUTE_MS })), SessionOver)
  })

  it('a session lives on from its last visit, and no longer than it was given', async () => {
    const { advance } = stores()
    const { set, get } = calls(stores())
    const sid = randomUUID()
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
    const sid = randomUUID()
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

  it('a session beyond its absolute end is over, even where a visit that broke off has prolonged it', async t => {
    const { set, get } = calls(stores())
    const sid = randomUUID()
    await set(sid, Object.assign(session('old'), { openedAt: Date.now() - ABSOLUTE_MS + 5000 }))
    assert.equal((await get(sid))?.flow, 'old')
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 5000 })
    assert.equal(await get(sid), null)
    t.mock.timers.reset()
    assert.equal(await get(sid), null, 'it is gone, not only hidden')
  })

  it('an ending that came late is looked at for as long as it is told from the end, however often', async () => {
    const { set, get, touch } = calls(stores())
    const { advance } = stores()
    const sid = randomUUID()
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

function session(flow: string): SessionData {
  return { cookie: new Cookie(), flow } as SessionData
}

/** The methods of a store, awaited. */
function calls({ sessions }: Stores) {
  type Done = (error?: unknown) => void
  const settled = (call: (done: Done) => void) =>
    new Promise<void>((resolve, reject) => call(error => (error ? reject(error) : resolve())))
  return {
    set: (sid: string, data: SessionData) => settled(done => sessions.set(sid, data, done)),
    touch: (sid: string, data: SessionData) => settled(done => sessions.touch!(sid, data, done)),
    destroy: (sid: string) => settled(done => sessions.destroy(sid, done)),
    get: (sid: string) =>
      new Promise<SessionData | null | undefined>((resolve, reject) =>
        sessions.get(sid, (error, data) => (error ? reject(error) : resolve(data))),
      ),
  }
}
