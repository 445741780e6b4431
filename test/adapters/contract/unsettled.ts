import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bucket } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { bucket, taken, unsettled } from './limiter.ts'

/** Takes that are neither kept nor given back yet (OTP-17, REL-R1). */
export function unsettledContract(stores: () => Stores): void {
  describe('a take that is not settled', () => {
    it('counts while what it guards runs, so that a parallel one cannot slip through (OTP-5)', async () => {
      const { limiter, advance } = stores()
      const two = bucket([2, 60])
      await unsettled(limiter, two)
      await advance(9)
      await unsettled(limiter, two)
      assert.equal(await taken(limiter, 1, two), 0)
    })

    it('is not in the counts that others get, which are of what was kept (F16)', async () => {
      const { limiter } = stores()
      const many = bucket([9, 60])
      await unsettled(limiter, many)
      assert.equal(await taken(limiter, 2, many), 2)
      await unsettled(limiter, many)
      assert.deepEqual((await unsettled(limiter, many)).used, [[3]])
    })

    it('refuses for no longer than it counts, and is marked as unsettled (F16)', async () => {
      const { limiter, advance } = stores()
      const three: Bucket = { ...bucket([3, 86_400], [4, 864_000]), waits: [0, 0, 60] }
      assert.equal(await taken(limiter, 1, three), 1)
      await advance(1)
      await unsettled(limiter, three)
      await advance(2)
      const last = await unsettled(limiter, three)
      await advance(3)
      const refused = { allowed: false, key: three.key, retryAfterSeconds: 7 }
      assert.deepEqual(await limiter.take([three]), { ...refused, unsettled: true })
      await last.settle({ keep: [three.key] })
      await unsettled(limiter, bucket([1, 60]), { ...three, soft: true })
      assert.deepEqual(await limiter.take([three]), { ...refused, retryAfterSeconds: 5, unsettled: true })
      await advance(5)
      assert.equal(await taken(limiter, 9, three), 1)
      assert.deepEqual(await limiter.take([three]), { ...refused, retryAfterSeconds: 86_389 })
    })

    it('is not what a bucket that is full of kept ones names, nor what another one says beside it (F16)', async () => {
      const { limiter } = stores()
      const [open, full]: Bucket[] = [bucket([1, 86_400]), bucket([1, 60])]
      await unsettled(limiter, open!)
      assert.equal(await taken(limiter, 1, full!), 1)
      await unsettled(limiter, { ...full!, soft: true })
      assert.deepEqual(await limiter.take([open!, full!]), { allowed: false, key: full!.key, retryAfterSeconds: 60 })
    })

    it('is gone ten seconds later, in all its windows (OTP-17, REL-R1)', async () => {
      const { limiter, advance } = stores()
      const [one, long]: Bucket[] = [bucket([1, 60]), { ...bucket([1, 86_400]), waits: [0, 60] }]
      await unsettled(limiter, one!, long!)
      await advance(10)
      assert.equal(await taken(limiter, 2, one!, long!), 1)
    })

    it('counts for as long as its windows say once it is kept, from when it was taken', async () => {
      const { limiter, advance } = stores()
      const one = bucket([1, 60])
      const first = await unsettled(limiter, one)
      await advance(9)
      await first.settle({ keep: [one.key] })
      await advance(50)
      assert.equal(await taken(limiter, 1, one), 0)
      await advance(1)
      assert.equal(await taken(limiter, 1, one), 1)
    })

    it('counts again if it is kept after it has lapsed', async () => {
      const { limiter, advance } = stores()
      const two = bucket([2, 60])
      const slow = await unsettled(limiter, two)
      await advance(15)
      assert.equal(await taken(limiter, 1, two), 1)
      await slow.settle({ keep: [two.key] })
      assert.equal(await taken(limiter, 1, two), 0)
    })

    it('is given back alone, whatever others have been kept in between', async () => {
      const { limiter } = stores()
      const three = bucket([3, 60])
      const first = await unsettled(limiter, three)
      assert.equal(await taken(limiter, 9, three), 2)
      await first.settle({})
      assert.equal(await taken(limiter, 9, three), 1)
    })

    it('is kept in one bucket and given back in another', async () => {
      const { limiter } = stores()
      const [one, other] = [bucket([1, 60]), bucket([1, 60])]
      await (await unsettled(limiter, one, other)).settle({ keep: [one.key] })
      assert.equal(await taken(limiter, 1, one), 0)
      assert.equal(await taken(limiter, 1, other), 1)
    })

    it('that was kept can still be given back, when more is known', async () => {
      const { limiter } = stores()
      const [one, other] = [bucket([1, 60]), bucket([1, 60])]
      const both = await unsettled(limiter, one, other)
      await both.settle({ keep: [one.key, other.key] })
      await both.settle({ keep: [other.key] })
      assert.equal(await taken(limiter, 1, one), 1)
      assert.equal(await taken(limiter, 1, other), 0)
    })

    it('counts at once and for good if its bucket is firm', async () => {
      const { limiter, advance } = stores()
      const firm: Bucket = { ...bucket([1, 60]), firm: true }
      await unsettled(limiter, firm)
      await advance(59)
      assert.equal(await taken(limiter, 1, firm), 0)
    })

    it('waits for no longer than it counts', async () => {
      const { limiter, advance } = stores()
      const growing: Bucket = { ...bucket([100, 3600]), waits: [30, 60] }
      await unsettled(limiter, growing)
      await advance(10)
      assert.equal(await taken(limiter, 1, growing), 1)
      await advance(29)
      assert.equal(await taken(limiter, 1, growing), 0)
      await advance(1)
      assert.equal(await taken(limiter, 1, growing), 1)
    })
  })

  describe('a distinct thing that several takes claim', () => {
    it('stays for the others when one gives it back, and goes with the last', async () => {
      const { limiter } = stores()
      const one = bucket([1, 60])
      const first = await unsettled(limiter, { ...one, item: 'a' })
      const second = await unsettled(limiter, { ...one, item: 'a' })
      await first.settle({})
      assert.equal(await taken(limiter, 1, { ...one, item: 'b' }), 0)
      await second.settle({})
      assert.equal(await taken(limiter, 1, { ...one, item: 'b' }), 1)
    })

    it('stays for good when one of them keeps it', async () => {
      const { limiter, advance } = stores()
      const one = bucket([1, 60])
      const first = await unsettled(limiter, { ...one, item: 'a' })
      const second = await unsettled(limiter, { ...one, item: 'a' })
      await second.settle({ keep: [one.key] })
      await first.settle({})
      await advance(15)
      assert.equal(await taken(limiter, 1, { ...one, item: 'b' }), 0)
      assert.equal(await taken(limiter, 1, { ...one, item: 'a' }), 1)
    })
  })
}
