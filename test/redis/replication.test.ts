import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { replication } from '../../src/adapters/redis/replication.ts'
import { startCluster } from '../support/redis-cluster.ts'
import type { RedisNode } from '../support/redis-node.ts'
import { ask, startSentinelSet } from '../support/redis-sentinel.ts'
import { until } from '../support/until.ts'

const forms = {
  'behind sentinels': { start: startSentinelSet, masters: 1 },
  'in a cluster': { start: startCluster, masters: 3 },
}

for (const [where, { start, masters }] of Object.entries(forms))
  describe(`what must not be lost, ${where} (REL-R3)`, () => {
    let redis: Awaited<ReturnType<typeof start>>
    let nodes: RedisNode[]
    let client: RedisClient
    before(async () => {
      redis = await start()
      nodes = redis.nodes
      client = await redis.client()
    })
    after(() => redis.stop())

    /** Writes and waits for a replica, and what is reported to operators. */
    async function writer() {
      const reported: boolean[] = []
      const replicated = replication(client, '{here}', reached => void reported.push(reached))
      const write = async () => {
        await client.set(`{here}${randomUUID()}`, '', 'EX', 60)
        await replicated()
      }
      /** Writes until all is confirmed: on a busy machine a replica may be late, and after that nothing waits for a second. */
      const confirmed = (write: () => Promise<void>) =>
        until('all that is written at a time is confirmed', async () => {
          reported.length = 0
          asked = await questions()
          await write()
          return reported.every(Boolean) || sleep(1100, false)
        })
      let asked = 0
      await confirmed(write)
      return { reported, write, confirmed, asked: async () => (await questions()) - asked }
    }
    const many = async (write: () => Promise<void>) => void (await Promise.all(Array.from({ length: 20 }, write)))

    /** How often a server was asked for its replicas. */
    async function questions(): Promise<number> {
      const stats = await Promise.all(nodes.slice(0, masters).map(({ port }) => ask(port, 'INFO', 'commandstats')))
      return stats.reduce((sum, text) => sum + Number(/cmdstat_wait:calls=(\d+)/.exec(text)?.[1] ?? 0), 0)
    }

    test('is confirmed on a replica by one WAIT for all that is written at a time', async () => {
      const { reported, write, confirmed, asked } = await writer()
      await confirmed(() => many(write))
      assert.equal(reported.length, 20)
      assert.ok((await asked()) <= 2)
    })

    test('is confirmed by a new WAIT if it is written after an answer', async () => {
      const { reported, write, confirmed, asked } = await writer()
      await confirmed(async () => {
        for (let each = 0; each < 3; each++) await write()
      })
      assert.equal(reported.length, 3)
      assert.equal(await asked(), 3)
    })

    test('delays nobody for longer than one WAIT while no replica answers, and is reported until one does', async () => {
      const { reported, write } = await writer()
      reported.length = 0
      const before = await questions()
      const replicas = nodes.slice(masters)
      for (const replica of replicas) replica.freeze()
      for (let round = 0; round < 4; round++) await many(write)
      const waits = (await questions()) - before
      for (const replica of replicas) replica.thaw()
      assert.ok(waits <= 2, `${waits} times`)
      assert.deepEqual(reported, Array(80).fill(false))
      await sleep(1000)
      await until('a replica answers again', async () => {
        await write()
        return reported.at(-1) === true
      })
    })
  })
