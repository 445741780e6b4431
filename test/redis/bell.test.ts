import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Cluster } from 'ioredis'
import { opened, showing } from '../adapters/contract/live-pages.ts'
import { startCluster } from '../support/redis-cluster.ts'
import type { RedisNode } from '../support/redis-node.ts'
import { startSentinelSet } from '../support/redis-sentinel.ts'
import { startService } from '../support/service.ts'
import { openRedis } from '../support/site.ts'
import { redisStores, type Stores } from '../support/stores.ts'
import { until } from '../support/until.ts'

const { redis, client } = await openRedis()

describe('the bell of the console', () => {
  it('is a connection that the wizard does not open (AG-3)', async () => {
    const service = await startService({ redisUrl: redis.url })
    const member = service.member()
    await member.get('conditions')
    assert.equal(await client.client('LIST', 'TYPE', 'PUBSUB'), '')
    await service.stop()
  })

  it('knows that it is cut off, hears again by itself, and has whoever listens read then', async () => {
    const stores = redisStores(client)
    const { flow, page } = await opened(stores)
    await until('changes are heard', stores.followed.hears)
    let rung = 0
    stores.followed.listen(page, () => rung++)
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await until('it knows', () => !stores.followed.hears())
    await until('it hears again', stores.followed.hears)
    await until('whoever listens is told', () => rung > 0)
    const before = rung
    await stores.shared.show(flow, showing('email'))
    await until('it rings', () => rung > before)
  })

  it('knows that Redis is frozen, though its connection still stands', async () => {
    const stores = redisStores(client)
    await until('changes are heard', stores.followed.hears)
    redis.freeze()
    await until('it knows', () => !stores.followed.hears())
    redis.thaw()
    await until('it hears again', stores.followed.hears)
  })

  it('hears the master that takes over from a killed one that sentinels watch', async () => {
    const set = await startSentinelSet()
    const stores = redisStores(await set.client())
    await until('changes are heard', stores.followed.hears)
    await losesAndHears(stores, await set.master(), set.promoted)
    await set.stop()
  })

  it('hears a cluster whose master is killed', async () => {
    const cluster = await startCluster()
    const clusterClient = await cluster.client()
    assert.ok(clusterClient instanceof Cluster)
    const stores = redisStores(clusterClient)
    await until('changes are heard', stores.followed.hears)
    const heardBy = await Promise.all(
      cluster.nodes.map(async node => [node, await listsSubscriber(clusterClient, node)] as const),
    )
    const node = heardBy.find(([, hears]) => hears)?.[0]
    assert.ok(node)
    await losesAndHears(stores, node, cluster.masters.includes(node) ? cluster.promoted : async () => undefined)
    await cluster.stop()
  })
})

/** The console's node is killed; a page that is opened once another serves rings. */
async function losesAndHears(
  { followed, ...stores }: Stores,
  node: RedisNode,
  promoted: (old: RedisNode) => Promise<void>,
) {
  await node.kill()
  await until('it knows', () => !followed.hears())
  await promoted(node)
  await until('it hears again', followed.hears, 30_000)
  const { flow, page } = await openedAtLast({ followed, ...stores })
  let rung = 0
  followed.listen(page, () => rung++)
  await stores.shared.show(flow, showing('email'))
  await until('it rings', () => rung > 0)
}

/** The first commands after a failover may fail. */
async function openedAtLast(stores: Stores) {
  let page: Awaited<ReturnType<typeof opened>> | undefined
  await until('commands are taken', async () => {
    page = await opened(stores).catch(() => undefined)
    return page !== undefined
  })
  return page!
}

async function listsSubscriber(cluster: Cluster, { port }: RedisNode): Promise<boolean> {
  const node = cluster.nodes().find(({ options }) => options.port === port)
  return String(await node?.client('LIST', 'TYPE', 'PUBSUB')).includes('psub=1')
}
