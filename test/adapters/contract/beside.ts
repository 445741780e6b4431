import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { takeActSettle } from '../../../src/domain/take-run-settle.ts'
import type { Bucket } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'
import { code, send, slot } from './code-ledger.ts'
import { bucket, taken } from './limiter.ts'

/** Takes and what is done beside them: one step where all is in one Redis, several in a cluster (OTP-4, OTP-5, OTP-17). */
export function besideContract(stores: () => Stores): void {
  describe('a take after a code is issued', () => {
    it('is not made if the code has to wait (OTP-10)', async () => {
      const { limiter, codes, advance } = stores()
      const [here, two] = [slot(), bucket([2, 3600])]
      const first = codes.issuing(here, code('first'))
      const one = await limiter.takeAfter(first, [two])
      assert.ok(one.allowed)
      assert.deepEqual([first.result, one.used], [{ kind: 'issued' }, [[1]]])
      const keeping = codes.keeping(here, code('first'))
      await one.settle({ keep: [two.key] }, keeping)
      assert.equal(keeping.result, true)
      const second = codes.issuing(here, code('second'))
      assert.deepEqual(await limiter.takeAfter(second, [two]), { allowed: false, barred: true })
      assert.deepEqual(second.result, { kind: 'wait', seconds: 120, same: true })
      assert.equal(await taken(limiter, 9, two), 1)
      await advance(120)
      const third = codes.issuing(here, code('third'))
      const refused = await limiter.takeAfter(third, [two])
      assert.ok(!refused.allowed && 'key' in refused)
      assert.equal(refused.key, two.key)
      assert.deepEqual(third.result, { kind: 'issued' }, 'who issued it withdraws it')
    })

    it('lapses with the code if neither is kept (OTP-17, REL-R1)', async () => {
      const { limiter, codes, advance } = stores()
      const [here, one] = [slot(), bucket([1, 3600])]
      assert.ok((await limiter.takeAfter(codes.issuing(here, code('lapses')), [one])).allowed)
      assert.equal(await taken(limiter, 1, one), 0)
      await advance(10)
      assert.equal(await codes.keep(here, code('lapses')), false)
      assert.equal(await taken(limiter, 9, one), 1)
    })
  })

  describe('a code that is checked within its limits', () => {
    const world = async () => {
      const { limiter, codes } = stores()
      const here = slot()
      await send(codes, here, code('right'))
      const [wrongs, served]: [Bucket, Bucket] = [
        bucket([2, 3600]),
        { ...bucket([1, 3600]), item: randomUUID(), soft: true },
      ]
      const settlings = {
        right: { keep: [served.key], clear: [wrongs.key] },
        wrong: { keep: [wrongs.key] },
        none: {},
      }
      return {
        limiter,
        served,
        wrongs,
        async type(mac: string) {
          const check = codes.checking(here, [mac])
          const ran = await takeActSettle(limiter, [wrongs, served], check, settlings)
          return ran.allowed ? check.result?.kind : [ran.key === wrongs.key, check.result]
        },
        others: () => taken(limiter, 1, { ...served, item: randomUUID(), soft: undefined as never }),
      }
    }

    it('is not compared once they are full, and counts against them if it is wrong (OTP-4, OTP-5)', async () => {
      const { type, wrongs, limiter } = await world()
      assert.deepEqual([await type('no'), await type('no')], ['wrong', 'wrong'])
      assert.deepEqual(await type('right'), [true, undefined])
      assert.equal(await taken(limiter, 1, wrongs), 0)
    })

    it('empties one and is kept in the other if it is right, and takes nothing if it is not judged (OTP-4, OTP-18)', async () => {
      const { type, wrongs, limiter, others } = await world()
      assert.equal(await type('no'), 'wrong')
      assert.equal(await others(), 1, 'a wrong code is no proof')
      const { type: typeNow, wrongs: wrongsNow, others: othersNow } = await world()
      assert.deepEqual([await typeNow('no'), await typeNow('right')], ['wrong', 'right'])
      assert.equal(await othersNow(), 0)
      for (let again = 0; again < 3; again++) assert.equal(await typeNow('right'), 'used')
      assert.equal(await taken(limiter, 9, wrongsNow), 2)
      assert.equal(await taken(limiter, 9, wrongs), 1)
    })

    it('is not kept where it counted for nothing because that was full (OTP-18)', async () => {
      const { type, served, limiter, others } = await world()
      assert.equal(await others(), 1)
      assert.equal(await type('right'), 'right')
      assert.equal(await taken(limiter, 1, { ...served, soft: undefined as never }), 0)
    })
  })
}
