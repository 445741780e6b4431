import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { Limiter, Window } from '../../../src/ports.ts'
import type { Stores } from '../../support/stores.ts'

/** Sliding windows (ID-8). */
export function limiterContract(stores: () => Stores): void {
  describe('a limit', () => {
    it('lets as many through as it says, and tells the rest when to come back', async () => {
      const { limiter, advance } = stores()
      const key = randomUUID()
      assert.equal(await taken(limiter, key, 3, [[3, 900]]), 3)
      await advance(60)
      assert.deepEqual(await limiter.take(key, [[3, 900]]), { allowed: false, retryAfterSeconds: 840 })
      await advance(840)
      assert.deepEqual(await limiter.take(key, [[3, 900]]), { allowed: true })
    })

    it('holds at the edge of a window: a burst before and after it is one burst', async () => {
      const { limiter, advance } = stores()
      const key = randomUUID()
      await limiter.take(key, [[5, 60]])
      await advance(58)
      assert.equal(await taken(limiter, key, 9, [[5, 60]]), 4)
      await advance(3)
      assert.equal(await taken(limiter, key, 9, [[5, 60]]), 1)
    })

    it('of several windows stops at whichever is full, for as long as the fullest', async () => {
      const { limiter, advance } = stores()
      const key = randomUUID()
      const windows: Window[] = [
        [2, 60],
        [3, 3600],
      ]
      assert.equal(await taken(limiter, key, 9, windows), 2)
      await advance(60)
      assert.equal(await taken(limiter, key, 9, windows), 1)
      assert.deepEqual(await limiter.take(key, windows), { allowed: false, retryAfterSeconds: 3540 })
    })

    it('is not prolonged by those it refuses', async () => {
      const { limiter, advance } = stores()
      const key = randomUUID()
      await limiter.take(key, [[1, 10]])
      for (let second = 0; second < 9; second++) {
        await advance(1)
        assert.equal((await limiter.take(key, [[1, 10]])).allowed, false)
      }
      await advance(1)
      assert.equal((await limiter.take(key, [[1, 10]])).allowed, true)
    })

    it('takes back what need not have counted', async () => {
      const { limiter } = stores()
      const key = randomUUID()
      assert.equal(await taken(limiter, key, 3, [[2, 60]]), 2)
      await limiter.giveBack(key)
      assert.equal(await taken(limiter, key, 3, [[2, 60]]), 1)
      await limiter.giveBack(randomUUID())
    })

    it('of one bucket leaves the others alone', async () => {
      const { limiter } = stores()
      await limiter.take(randomUUID(), [[1, 60]])
      assert.deepEqual(await limiter.take(randomUUID(), [[1, 60]]), { allowed: true })
    })
  })
}

async function taken(limiter: Limiter, key: string, times: number, windows: readonly Window[]) {
  let count = 0
  for (let time = 0; time < times; time++) if ((await limiter.take(key, windows)).allowed) count++
  return count
}
