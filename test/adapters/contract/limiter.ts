import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { BESIDE, type Bucket, type Limiter, type Taken, type Window } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'

let made = 0

/** Two of three are stored together with others. */
export function bucket(...windows: Window[]): Bucket {
  const [alone, which, whom] = [made % 3 === 0, BESIDE[made % BESIDE.length]!, Math.floor(made / BESIDE.length)]
  made++
  return { key: randomUUID(), windows, ...(!alone && { of: [which, `whom ${whom}`] }) }
}

/** Sliding windows (ID-8). */
export function limiterContract(stores: () => Stores): void {
  describe('a limit', () => {
    it('admits as many as its figure, and refuses the rest with the time to wait', async () => {
      const { limiter, advance } = stores()
      const three = bucket([3, 900])
      assert.equal(await taken(limiter, 3, three), 3)
      await advance(60)
      assert.deepEqual(await limiter.take([three]), { allowed: false, key: three.key, retryAfterSeconds: 840 })
      await advance(840)
      assert.deepEqual((await take(limiter, three)).used, [[1]])
    })

    it('holds at the edge of a window: a burst before and after it is one burst (ID-8)', async () => {
      const { limiter, advance } = stores()
      const five = bucket([5, 60])
      await take(limiter, five)
      await advance(58)
      assert.equal(await taken(limiter, 9, five), 4)
      await advance(3)
      assert.equal(await taken(limiter, 9, five), 1)
    })

    it('of several windows stops at whichever is full, for as long as the fullest', async () => {
      const { limiter, advance } = stores()
      const both = bucket([2, 60], [3, 3600])
      assert.equal(await taken(limiter, 9, both), 2)
      await advance(60)
      assert.deepEqual((await take(limiter, both)).used, [[1, 3]])
      assert.deepEqual(await limiter.take([both]), { allowed: false, key: both.key, retryAfterSeconds: 3540 })
    })

    it('is not prolonged by those it refuses', async () => {
      const { limiter, advance } = stores()
      const one = bucket([1, 10])
      await take(limiter, one)
      for (let second = 0; second < 9; second++) {
        await advance(1)
        assert.equal(await taken(limiter, 1, one), 0)
      }
      await advance(1)
      assert.equal(await taken(limiter, 1, one), 1)
    })

    it('takes back what need not have counted, and nothing else', async () => {
      const { limiter } = stores()
      const two = bucket([2, 60])
      const first = await take(limiter, two)
      await take(limiter, two)
      await first.settle({})
      await first.settle({})
      assert.equal(await taken(limiter, 9, two), 1)
    })

    it('is forgotten when what it guarded has succeeded', async () => {
      const { limiter } = stores()
      const two = bucket([2, 60])
      await take(limiter, two)
      const last = await take(limiter, two)
      await last.settle({ clear: [two.key] })
      assert.equal(await taken(limiter, 9, two), 2)
    })
  })

  describe('several limits', () => {
    it('are taken from together or not at all, and the first that is full is named', async () => {
      const { limiter, advance } = stores()
      const [wide, narrow, long] = [bucket([3, 60]), bucket([1, 60]), bucket([1, 3600])]
      await take(limiter, narrow)
      await take(limiter, long)
      await advance(10)
      const refused = { allowed: false, key: narrow.key, retryAfterSeconds: 3590 }
      for (let time = 0; time < 5; time++) assert.deepEqual(await limiter.take([wide, narrow, long]), refused)
      assert.equal(await taken(limiter, 9, wide), 3)
    })

    it('leave each other alone', async () => {
      const { limiter } = stores()
      const [one, other] = [bucket([1, 60]), bucket([1, 60])]
      const both = await take(limiter, one, other)
      await both.settle({ keep: [other.key] })
      assert.equal(await taken(limiter, 1, one), 1)
      assert.equal(await taken(limiter, 1, other), 0)
    })
  })

  describe('limits of one subject', () => {
    const limitsOf = (whom: string) => {
      const limit = (which: (typeof BESIDE)[number], ...windows: Window[]): Bucket => ({
        key: `${which} ${whom}`,
        of: [which, whom],
        windows,
      })
      const live = { ...limit('flow', [1, 7200]), item: 'a' }
      return { tries: limit('tries:sms', [2, 60]), sends: limit('member:sms', [3, 3600]), live }
    }

    it('leave each other alone, whichever is full, emptied, replaced or long ago (ID-8, OTP-12)', async () => {
      const { limiter, advance } = stores()
      const { tries, sends, live } = limitsOf(randomUUID())
      assert.equal(await taken(limiter, 9, sends), 3)
      assert.equal(await taken(limiter, 9, tries, live), 2)
      await (await unsettled(limiter, { ...sends, soft: true })).settle({ clear: [sends.key] })
      assert.equal(await taken(limiter, 1, tries), 0)
      assert.equal(await taken(limiter, 1, { ...live, item: 'b' }), 0)
      assert.equal(await taken(limiter, 9, sends), 3)
      await limiter.take([{ ...live, item: 'b', replaces: true, firm: true }])
      assert.equal(await taken(limiter, 1, live), 0)
      assert.equal(await taken(limiter, 1, tries), 0)
      await advance(60)
      assert.deepEqual((await take(limiter, tries, { ...live, item: 'b' })).used, [[1], [1]])
      assert.deepEqual(await limiter.take([sends]), { allowed: false, key: sends.key, retryAfterSeconds: 3540 })
      await advance(3000)
      assert.equal(await taken(limiter, 9, tries), 2)
      assert.equal(await taken(limiter, 1, sends), 0)
    })

    it('are unsettled each by itself: what empties one leaves the other to lapse (OTP-17)', async () => {
      const { limiter, advance } = stores()
      const { tries, sends } = limitsOf(randomUUID())
      await unsettled(limiter, tries)
      const both = await unsettled(limiter, tries, sends)
      assert.deepEqual((await take(limiter, sends)).used, [[1]])
      await both.settle({ clear: [sends.key], keep: [tries.key] })
      assert.deepEqual((await take(limiter, sends)).used, [[1]])
      await advance(10)
      assert.equal(await taken(limiter, 9, tries), 1)
    })
  })

  describe('a limit on distinct things', () => {
    it('lets the same thing through any number of times, and no more than so many others', async () => {
      const { limiter, advance } = stores()
      const two = bucket([2, 60])
      const things = ['a', 'b', 'a', 'c', 'b', 'a']
      const passed: string[] = []
      for (const item of things) if (await taken(limiter, 1, { ...two, item })) passed.push(item)
      assert.deepEqual(passed, ['a', 'b', 'a', 'b', 'a'])
      await advance(60)
      assert.equal(await taken(limiter, 1, { ...two, item: 'c' }), 1)
    })

    it('keeps a thing that was there before when a later take of it is undone', async () => {
      const { limiter, advance } = stores()
      const one = { ...bucket([1, 60]), item: 'a' }
      await take(limiter, one)
      await advance(1)
      await (await unsettled(limiter, one)).settle({})
      assert.equal(await taken(limiter, 1, { ...one, item: 'b' }), 0)
    })

    it('may have only the newest in it: it takes the place of the one before', async () => {
      const { limiter } = stores()
      const newest = bucket([1, 60])
      for (const item of ['a', 'b']) await limiter.take([{ ...newest, item, replaces: true, firm: true }])
      assert.equal(await taken(limiter, 1, { ...newest, item: 'a' }), 0)
      assert.equal(await taken(limiter, 1, { ...newest, item: 'b' }), 1)
    })
  })

  describe('a growing wait', () => {
    it('follows each take, kept while waiting, and starts anew when all are long ago', async () => {
      const { limiter, advance } = stores()
      const growing: Bucket = { ...bucket([100, 3600]), waits: [0, 0, 30, 60] }
      assert.equal(await taken(limiter, 9, growing), 3)
      assert.deepEqual(await limiter.take([growing]), { allowed: false, key: growing.key, retryAfterSeconds: 30 })
      await advance(29)
      assert.equal(await taken(limiter, 1, growing), 0)
      await advance(1)
      assert.equal(await taken(limiter, 9, growing), 1)
      for (let later = 0; later < 2; later++) {
        await advance(59)
        assert.equal(await taken(limiter, 1, growing), 0)
        await advance(1)
        assert.equal(await taken(limiter, 9, growing), 1)
      }
      await advance(3600)
      assert.equal(await taken(limiter, 9, growing), 3)
    })
  })

  describe('a count that limits nobody', () => {
    it('goes on letting through once it is full, and grows no further', async () => {
      const { limiter } = stores()
      const soft: Bucket = { ...bucket([2, 60]), soft: true }
      assert.equal(await taken(limiter, 5, soft), 5)
      assert.deepEqual((await take(limiter, soft)).used, [[2]])
    })
  })
}

/** How many of so many takes are let through, and kept. */
export async function taken(limiter: Limiter, times: number, ...buckets: Bucket[]) {
  let count = 0
  for (let time = 0; time < times; time++) {
    const taken = await limiter.take(buckets)
    if (!taken.allowed) continue
    await taken.settle({ keep: buckets.map(({ key }) => key) })
    count++
  }
  return count
}

/** One take, kept. */
async function take(limiter: Limiter, ...buckets: Bucket[]): Promise<Taken> {
  const taken = await unsettled(limiter, ...buckets)
  await taken.settle({ keep: buckets.map(({ key }) => key) })
  return taken
}

export async function unsettled(limiter: Limiter, ...buckets: Bucket[]): Promise<Taken> {
  const taken = await limiter.take(buckets)
  assert.ok(taken.allowed)
  return taken
}
