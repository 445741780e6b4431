import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startChild } from '../support/child.ts'
import { freePort } from '../support/free-port.ts'
import { identityOf, leadsTo, walkTo } from '../support/journey.ts'
import { Member } from '../support/member.ts'
import { send } from '../support/raw.ts'
import { startReadyProxy } from '../support/ready-proxy.ts'
import { startRedis } from '../support/redis.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

const PAGES_A_SECOND = 10
const CHECK_MS = 200

test('two instances restarted one after the other under load fail no request (REL-G1)', {
  timeout: 120_000,
}, async t => {
  const redis = await startRedis()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const around = await surroundings({
    redisUrl: redis.url,
    limits: { server: { drainWaitMs: 5 * CHECK_MS } },
    environment: { PUBLIC_URL: origin, CAPTCHA: 'off' },
  })
  const proxy = await startReadyProxy(CHECK_MS, port)
  const running: Child[] = []
  t.after(async () => {
    proxy.stop()
    await Promise.all(running.map(each => each.end('SIGKILL')))
    await around.stop()
    await redis.stop()
  })
  const start = async () => {
    const instance = await startChild(around.environment)
    running.push(instance)
    await proxy.add(instance)
  }
  await Promise.all([start(), start()])

  const failures: unknown[] = []
  const note = (work: Promise<unknown>) => work.catch(error => failures.push(error))
  const load: Promise<unknown>[] = []
  let [pages, journeys] = [0, 0]
  const everyPage = setInterval(() => {
    pages++
    load.push(note(send(origin).then(({ status, text }) => assert.equal(status, 200, text))))
  }, 1000 / PAGES_A_SECOND)
  // About 20 requests each.
  const everyJourney = setInterval(() => {
    journeys++
    load.push(note(walkTo(around, new Member(origin), around.enrol(), 'termine')))
  }, 1000)

  const startedAt = Date.now()
  for (let restart = 0; restart < 2; restart++) {
    await sleep(1000)
    const oldest = running.shift()!
    assert.equal(await oldest.end('SIGTERM'), 0, 'the instance ends by itself, without an error')
    proxy.remove(oldest)
    await start()
  }
  await sleep(1000)
  clearInterval(everyPage)
  clearInterval(everyJourney)
  await Promise.all(load)
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  t.diagnostic(`${pages} pages and ${journeys} journeys in ${seconds} s, 2 restarts, ${failures.length} failures`)
  assert.deepEqual(failures, [])
  assert.ok(journeys >= 4 && pages / seconds > PAGES_A_SECOND / 2, 'there was hardly any load')
})

test('an instance that gets SIGTERM is unready at once, serves until balancers have noticed, and finishes what it has begun', async t => {
  const { service, instance } = await lone(t, { server: { drainWaitMs: 2500 }, identity: { floorMs: 5000 } })
  const member = service.member()
  const file = service.enrol()
  await walkTo(service, member, file, 'identite')
  await member.get('identite')

  const begun = member.post('identite', identityOf(file))
  await sleep(200)
  const ended = instance.end('SIGTERM')
  // The first call to the insurer loads its client, and until then the signal waits.
  await until('it is unready', async () => (await instance.probe('/readyz'))?.status === 503)
  assert.equal(await (await instance.probe('/readyz'))?.text(), 'stopping')
  assert.equal((await instance.probe('/livez'))?.status, 200)
  const late = await send(service.origin, { headers: { connection: 'keep-alive' } })
  assert.deepEqual([late.status, late.headers['connection']], [200, 'close'])

  await until('new connections are refused', () =>
    send(service.origin).then(
      () => false,
      ({ code }) => code === 'ECONNREFUSED',
    ),
  )
  assert.equal((await instance.probe('/readyz'))?.status, 503)
  leadsTo('paiement', await begun)
  const answeredAt = performance.now()
  assert.equal(await ended, 0)
  assert.ok(performance.now() - answeredAt < 5000, 'a connection kept for another request held the process back')
})

test('Ctrl+C ends an instance without the wait for balancers', async t => {
  const { instance } = await lone(t, { server: { drainWaitMs: 10_000 } })
  const startedAt = performance.now()
  assert.equal(await instance.end('SIGINT'), 0)
  assert.ok(performance.now() - startedAt < 10_000)
})

test('a connection that a browser opened in advance holds no stop back (REL-G1)', async t => {
  const { service, instance } = await lone(t, {})
  const inAdvance = connect(service.ports[0]!, '127.0.0.1')
  await once(inAdvance, 'connect')
  const closed = once(inAdvance, 'close')
  const startedAt = performance.now()
  assert.equal(await instance.end('SIGTERM'), 0)
  await closed
  assert.ok(performance.now() - startedAt < 15_000)
})

test('an instance whose Redis does not answer stops as well, without an error', async t => {
  const redis = await startRedis()
  t.after(() => redis.stop())
  const { instance } = await lone(t, {}, redis.url)
  redis.freeze()
  const startedAt = performance.now()
  assert.equal(await instance.end('SIGTERM'), 0)
  assert.ok(performance.now() - startedAt < 10_000)
})

/** One instance that members reach without a proxy. */
async function lone(t: TestContext, limits: Record<string, object>, redisUrl = 'memory:') {
  const service = await surroundings({ redisUrl, limits, environment: { CAPTCHA: 'off' } })
  const instance = await startChild({ ...service.environment, PORT: String(service.ports[0]) })
  t.after(async () => {
    await instance.end('SIGKILL')
    await service.stop()
  })
  return { service, instance }
}
