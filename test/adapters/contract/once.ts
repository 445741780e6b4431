import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import type { Stores } from '../../support/stores.ts'

/** What may be there once only: spent proofs (C-2). */
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
}
