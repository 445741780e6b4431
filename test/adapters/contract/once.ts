import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { newPlace } from '../../../src/domain/sessions/session-id.ts'
import type { Stores } from '../../support/stores.ts'

/** What may be there once only: spent proofs (C-2) and support references (AG-1). */
export function onceContract(stores: () => Stores): void {
  it('a proof is spent once, until it would have expired', async () => {
    const { proofs, advance } = stores()
    const id = randomUUID()
    assert.equal(await proofs.useOnce(id, 300), true)
    assert.equal(await proofs.useOnce(id, 300), false)
    await advance(299)
    assert.equal(await proofs.useOnce(id, 300), false)
    await advance(1)
    assert.equal(await proofs.useOnce(id, 300), true)
    assert.equal(await proofs.useOnce(randomUUID(), 300), true)
  })

  describe('a support reference', () => {
    it('is R- and seven digits, easy to say: no leading zero', async () => {
      const { references } = stores()
      for (let time = 0; time < 50; time++)
        assert.match(await references.open(randomUUID(), newPlace(), 5400), /^R-[1-9]\d{6}$/)
    })

    it('that is closed may be drawn again, like one that has expired (AG-1)', async () => {
      const { references } = stores()
      const reference = await references.open(randomUUID(), newPlace(), 5400)
      await references.close(reference)
      await references.close(reference)
    })

    it('differs from flow to flow', async () => {
      const { references } = stores()
      const opened = await Promise.all(
        Array.from({ length: 200 }, () => references.open(randomUUID(), newPlace(), 5400)),
      )
      assert.equal(new Set(opened).size, 200)
    })
  })
}
