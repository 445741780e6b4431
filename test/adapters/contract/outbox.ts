import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { ActivationWork, Job, NoticeWork, Outbox } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'

const A_DAY = 86_400
const ACTIVATION_WAITS = [5, 15, 60, 300, 900, 900, 900]
const NOTICE_WAITS = [60, 300, 900, 3600, 3600]
const activatedAt = '2026-11-22T10:00:00.000Z'
const done = { kind: 'done', activatedAt } as const

/** Jobs that some instance must do (REL-I3, REL-I4, REL-D8). */
export function outboxContract(stores: () => Stores): void {
  /** The outbox with nothing in it. */
  async function emptied() {
    const { outbox, advance } = stores()
    await advance(2 * A_DAY)
    await outbox.claim(1000)
    return { outbox, advance }
  }

  describe('an activation that was written down', () => {
    it('is left to its request for five seconds, then given to one worker, as it was written', async () => {
      const { outbox, advance } = await emptied()
      const work = activation()
      await outbox.begin(work)
      await advance(4)
      assert.deepEqual(await outbox.claim(9), [])
      await advance(1)
      const claims = await Promise.all([outbox.claim(9), outbox.claim(9), outbox.claim(9)])
      assert.deepEqual(works(claims.flat()), [work])
    })

    it('is tried at ever longer intervals, and then every quarter of an hour, while people are called', async () => {
      const { outbox, advance } = await emptied()
      await outbox.begin(activation())
      for (const [tries, wait] of ACTIVATION_WAITS.entries()) {
        await advance(wait - 2)
        assert.deepEqual(await outbox.claim(9), [], `after ${tries} tries, before ${wait} s`)
        assert.equal((await outbox.state()).stuck, tries >= 5)
        await advance(2)
        assert.equal((await outbox.claim(9)).length, 1, `after ${tries} tries and ${wait} s`)
      }
    })

    it('is there once, however often its form was sent, and gone when all who sent it have let go', async () => {
      const { outbox, advance } = await emptied()
      const work = activation()
      await Promise.all([outbox.begin(work), outbox.begin(work), outbox.begin(work)])
      assert.equal((await outbox.state()).depth, 1)
      for (let holder = 0; holder < 3; holder++) {
        assert.deepEqual(await outbox.status(work.flow), { kind: 'pending' })
        assert.equal(await outbox.withdraw(work.flow), true)
      }
      assert.equal(await outbox.status(work.flow), undefined)
      await advance(5)
      assert.deepEqual(await outbox.claim(9), [])
    })

    it('takes its course once a worker has tried it', async () => {
      const { outbox, advance } = await emptied()
      const work = activation()
      await outbox.begin(work)
      await advance(5)
      await outbox.claim(9)
      assert.equal(await outbox.withdraw(work.flow), false)
      assert.deepEqual(await outbox.status(work.flow), { kind: 'pending' })
      await advance(15)
      assert.deepEqual(works(await outbox.claim(9)), [work])
    })

    it('may be written down anew after it was let go', async () => {
      const { outbox, advance } = await emptied()
      const [first, second] = [activation(), activation()]
      await outbox.begin(first)
      await outbox.withdraw(first.flow)
      await outbox.begin({ ...second, flow: first.flow })
      await advance(5)
      assert.deepEqual(works(await outbox.claim(9)), [{ ...second, flow: first.flow }])
    })

    it('is forgotten with all that is known of it after a day', async () => {
      const { outbox, advance } = await emptied()
      const [pending, settled] = [activation(), activation()]
      await outbox.begin(pending)
      await outbox.finish(settled.flow, done, [])
      await advance(A_DAY + 1)
      assert.equal(await outbox.status(pending.flow), undefined)
      assert.equal(await outbox.status(settled.flow), undefined)
    })
  })

  describe('the end of an activation', () => {
    it('is known to all, and leaves its notices in the place of the job', async () => {
      const { outbox, advance } = await emptied()
      const work = activation()
      const notices = [notice('email'), notice('sms')]
      await outbox.begin(work)
      await outbox.finish(work.flow, done, notices)
      assert.deepEqual(await outbox.status(work.flow), done)
      assert.equal((await outbox.state()).depth, 2)
      assert.deepEqual(works(await outbox.claim(9)), notices)
      assert.equal(await outbox.withdraw(work.flow), false)
      await advance(5)
      assert.deepEqual(await outbox.claim(9), [])
    })

    it('is settled once, whoever finds it', async () => {
      const { outbox } = await emptied()
      const work = activation()
      await outbox.begin(work)
      const settle = () => outbox.finish(work.flow, done, [notice('email')])
      await Promise.all([settle(), settle(), settle()])
      assert.equal((await outbox.claim(9)).length, 1)
    })

    it('stays as it was found first, but for a success', async () => {
      const { outbox } = await emptied()
      const { flow } = activation()
      for (const [kind, known] of [
        ['unfinished', 'unfinished'],
        ['already-active', 'unfinished'],
        ['done', 'done'],
        ['unfinished', 'done'],
      ] as const) {
        await outbox.finish(flow, kind === 'done' ? done : { kind }, [notice('email')])
        assert.equal((await outbox.status(flow))?.kind, known)
      }
      assert.equal((await outbox.claim(9)).length, 2)
    })

    it('is open again when the member has tried anew', async () => {
      const { outbox } = await emptied()
      const work = activation()
      await outbox.finish(work.flow, { kind: 'unfinished' }, [])
      await outbox.begin(work)
      assert.deepEqual(await outbox.status(work.flow), { kind: 'pending' })
    })
  })

  describe('a notice', () => {
    it('is tried at once, after a minute, and ever later', async () => {
      const { outbox, advance } = await emptied()
      await finished(outbox, notice('email'))
      assert.equal((await outbox.claim(9)).length, 1)
      for (const wait of NOTICE_WAITS) {
        await advance(wait - 2)
        assert.deepEqual(await outbox.claim(9), [], `before ${wait} s`)
        await advance(2)
        assert.equal((await outbox.claim(9)).length, 1, `after ${wait} s`)
      }
    })

    it('is doubtful when an earlier try began and never said how it ended', async () => {
      const { outbox, advance } = await emptied()
      await finished(outbox, notice('sms'))
      const [first] = await outbox.claim(9)
      assert.equal(first?.doubtful, false)
      await outbox.release(first!.id)
      await advance(60)
      assert.equal((await outbox.claim(9))[0]?.doubtful, false)
      await advance(300)
      assert.equal((await outbox.claim(9))[0]?.doubtful, true)
    })

    it('is gone when it is done', async () => {
      const { outbox, advance } = await emptied()
      await finished(outbox, notice('email'))
      for (const { id } of await outbox.claim(9)) await outbox.remove(id)
      await advance(60)
      assert.deepEqual(await outbox.claim(9), [])
      assert.deepEqual(await outbox.state(), { depth: 0, oldestSeconds: 0, stuck: false })
    })
  })

  it('gives no more jobs than were asked for, and each of them once', async () => {
    const { outbox } = await emptied()
    await finished(outbox, ...Array.from({ length: 25 }, () => notice('email')))
    const claims = await Promise.all(Array.from({ length: 4 }, () => outbox.claim(10)))
    assert.deepEqual(claims.map(({ length }) => length).toSorted(), [0, 10, 10, 5].toSorted())
    assert.equal(new Set(claims.flat().map(({ id }) => id)).size, 25)
  })
}

function activation(): ActivationWork {
  const account = {
    email: 'samira@exemple.ma',
    phone: '+212612345678',
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    terms: { version: '1', acceptedAt: activatedAt },
    language: 'fr' as const,
  }
  const [flow, idempotencyKey] = [randomUUID(), randomUUID()]
  return { kind: 'activation', flow, member: 'mbr_5d1c9e', account, idempotencyKey, mode: 'both' }
}

function notice(kind: NoticeWork['kind']): NoticeWork {
  return { kind, id: randomUUID(), destination: 'samira@exemple.ma', activatedAt, mode: 'fr' }
}

function finished(outbox: Outbox, ...notices: NoticeWork[]) {
  return outbox.finish(randomUUID(), done, notices)
}

function works(jobs: readonly Job[]) {
  return jobs.map(({ work }) => work)
}
