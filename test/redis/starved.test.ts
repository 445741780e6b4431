import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRedis } from '../support/site.ts'
import { redisStores } from '../support/stores.ts'

const { client } = await openRedis()

test('a busy process does not blame Redis for replies that it has not read yet (F16, REL-R1)', async () => {
  const { proofs } = redisStores(client)
  await proofs.useOnce('the connection is warm', 60)
  for (let round = 0; round < 3; round++) {
    const spent = proofs.useOnce(`id ${round}`, 60)
    // Longer than any time limit: the timers are due before the socket has been read once.
    for (const end = performance.now() + 1200; performance.now() < end; );
    assert.equal(await spent, true)
  }
})
