import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { openStream } from '../support/agent-stream.ts'
import { startChild } from '../support/child.ts'
import { consoleSurroundings } from '../support/console.ts'
import { leadsTo, memberOn } from '../support/journey.ts'
import { launch } from '../support/launch.ts'
import { startCluster } from '../support/redis-cluster.ts'
import type { RedisNode } from '../support/redis-node.ts'
import { startSentinelSet } from '../support/redis-sentinel.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

describe('an agent whose caller goes on after a failover', () => {
  test('of a master that sentinels watch, goes on seeing them by the same stream', async () => {
    const set = await startSentinelSet()
    await seesOn({ ...set, holding: set.master })
    await set.stop()
  })

  test('of the master of a cluster that holds the page, goes on seeing them by the same stream', async () => {
    const cluster = await startCluster()
    const client = await cluster.client()
    const holding = async () => {
      for (const node of cluster.masters) if ((await viewsAt(client, node)).length > 0) return node
      throw new Error('no page is open')
    }
    await seesOn({ ...cluster, holding })
    await cluster.stop()
  })
})

interface Servers {
  url: string
  /** The master that holds the opened page. */
  holding(): Promise<RedisNode>
  promoted(old: RedisNode): Promise<void>
}

async function seesOn({ url, holding, promoted }: Servers): Promise<void> {
  const around = await surroundings({ redisUrl: url, environment: { CAPTCHA: 'off' } })
  const { LIVE_VIEW_KEYS = '' } = around.environment
  const centre = await consoleSurroundings({ redisUrl: url, environment: { LIVE_VIEW_KEYS } })
  const wizard = await startChild({ ...around.environment, PORT: `${around.ports[0]}` })
  const env = { PATH: process.env['PATH'], ...centre.environment }
  const site = launch([process.execPath, 'src/agent/main.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  await site.until(async () => (await fetch(`${centre.origin}/connexion`).catch(() => undefined))?.ok)

  const { member } = await memberOn(around, 'email')
  const [reference] = /R-\d{3} \d{4}/.exec((await member.get('email')).html)!
  leadsTo('email', await member.post('accompagnement', { open: 'yes' }))
  const agent = await centre.hire('amina')
  leadsTo('', await agent.signIn())
  await agent.get('')
  leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
  const stream = await openStream(`${centre.origin}/suivi/flux`, agent.cookies)
  await until('it has begun', () => stream.names().includes('beat'))

  const old = await holding()
  await old.kill()
  await promoted(old)
  await until('the member goes on', async () => (await member.get('conditions-generales')).status === 200, 30_000)
  const from = performance.now()
  await until('the agent sees it', () => /Conditions générales/.test(stream.data('now').at(-1)!), 30_000)
  assert.ok(performance.now() - from < 10_000)
  await member.post('email', { email: '', emailConfirmation: '' })
  await until('the agent sees the next', () => /app-said/.test(stream.data('now').at(-1)!), 30_000)
  assert.ok(!stream.names().includes('over'))

  stream.stop()
  await site.end('SIGTERM')
  await wizard.end('SIGTERM')
  centre.remove()
  await around.stop()
}

async function viewsAt(client: RedisClient, { port }: RedisNode): Promise<string[]> {
  const node = 'nodes' in client ? client.nodes('master').find(({ options }) => options.port === port) : client
  return (await node?.keys('*:view')) ?? []
}
