import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { lastingKeys } from '../../test/support/lasting-keys.ts'
import { cpuOf } from '../proc.ts'
import { failureTable, loadTable, type Run } from './report.ts'
import { keysOf, samplesUntil } from './samples.ts'
import { type Service, startService } from './service.ts'
import { traffic } from './traffic.ts'

const RESULTS = new URL('../results/', import.meta.url)
const INSTANCES = 2
const KILL_EVERY_MS = 30_000
const WARM_UP_SECONDS = 20

/** `npm run bench:load`: two instances under steady load, then the same while one is killed every 30 s. See docs/capacity.md. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '50' },
    /** How long at most to wait for Redis to be as empty as before; 0 for not at all. */
    settle: { type: 'string', default: '12' },
  },
})
const [minutes, rate, settle] = [Number(values.minutes), Number(values.rate), Number(values.settle)]
const runs = [await run('steady', false), await run('one killed every 30 s', true)]

const machine = `Node ${process.version}, ${cpus()[0]?.model.trim()} × ${cpus().length}`
const method = `${INSTANCES} instances, ${rate} requests/s wanted for ${minutes} min, member-data API at 150 ms`
const table = loadTable(runs)
const failures = runs.map(each => `${each.name}:\n\n${failureTable(each)}`).join('\n\n')
console.log(`\n${machine}; ${method}\n\n${table}\n\nWhat failed\n\n${failures}\n`)
await mkdir(RESULTS, { recursive: true })
const kept = runs.map(({ requests: _many, ...figures }) => figures)
const results = {
  at: new Date(),
  machine,
  method,
  table: table.split('\n'),
  failures: failures.split('\n'),
  runs: kept,
}
await writeFile(new URL('load-latest.json', RESULTS), `${JSON.stringify(results, null, 2)}\n`)

async function run(name: string, kills: boolean): Promise<Run> {
  console.log(`${name}: ${minutes} min`)
  const seconds = minutes * 60
  const service = await startService(INSTANCES)
  const client = await service.redis.client()
  try {
    return await measured(name, service, client, seconds, kills)
  } finally {
    await service.stop()
  }
}

async function measured(name: string, service: Service, client: RedisClient, seconds: number, kills: boolean) {
  const perJourney = await warmUp(service)
  await client.flushdb()
  const before = (await keysOf(client)).brief
  const stop = new AbortController()
  const samples = samplesUntil(stop.signal, service, client)
  const killed = kills ? killing(service, stop.signal) : Promise.resolve(0)
  const cpu = () => service.instances.reduce((sum, { pid }) => sum + cpuOf(pid).total, 0)
  const [ownBefore, redisBefore] = [cpu(), await redisCpu(client)]
  const met = await traffic(service, rate / perJourney, seconds)
  const used = { instances: kills ? undefined : (cpu() - ownBefore) / met.journeys, redis: 0 }
  used.redis = ((await redisCpu(client)) - redisBefore) / met.journeys
  stop.abort()
  const run = { name, ...met, samples: await samples, kills: await killed, cpu: used }
  const withoutTtl = (await lastingKeys(client)).length
  const { brief: after, lasting } = await settled(client, before)
  return { ...run, keys: { before, after, lasting, withoutTtl } }
}

/** V8 compiles first. Returns the number of requests of a journey. */
async function warmUp(service: Service): Promise<number> {
  const { requests, lost } = await traffic(service, 1, WARM_UP_SECONDS)
  if (lost.length) throw new Error(`a journey failed before the measurement began: ${lost[0]}`)
  const begun = requests.filter(({ name }) => name === 'POST /').length
  return requests.length / begun
}

async function killing(service: Service, signal: AbortSignal): Promise<number> {
  for (let kills = 0; ; kills++) {
    await sleep(KILL_EVERY_MS, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return kills
    await service.killOldest()
  }
}

async function redisCpu(client: RedisClient): Promise<number> {
  const info = String(await client.info('cpu'))
  const of = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1])
  return 1000 * (of('used_cpu_user') + of('used_cpu_sys'))
}

/** The keys when they are as many as before, or when the time to wait for that is over. */
async function settled(client: RedisClient, before: number): ReturnType<typeof keysOf> {
  const until = Date.now() + settle * 60_000
  let keys = await keysOf(client)
  while (keys.brief > before && Date.now() < until) {
    await sleep(5000)
    keys = await keysOf(client)
  }
  return keys
}
