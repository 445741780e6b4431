import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startChild } from '../../test/support/child.ts'
import { type AgentBrowser, consoleSurroundings } from '../../test/support/console.ts'
import { launch } from '../../test/support/launch.ts'
import { startRedis } from '../../test/support/redis.ts'
import { surroundings } from '../../test/support/surroundings.ts'
import { cpuOf, peakMemoryOf } from '../proc.ts'
import { quantile } from '../spread.ts'
import { follow, openStream, type Stream } from './agents.ts'
import { answerWrong, type Caller, callersOf } from './callers.ts'

/** `npm run bench:console`: agents who follow callers, by one console. See docs/bench.md. */
const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '200' },
    /** Answers a second, of all callers together. */
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '60' },
    /** Of all agents together, for the memory alone. */
    streams: { type: 'string', default: '1000' },
  },
})
const [agents, rate, seconds, streams] = [values.agents, values.rate, values.seconds, values.streams].map(Number) as [
  number,
  number,
  number,
  number,
]
/** Those of `npm run console`. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--max-old-space-size=160']
const perAgent = Math.ceil(streams / agents)
const limits = {
  assistance: { streams: { perAgent: Math.max(2, perAgent), total: Math.max(500, streams) }, openSeconds: 3600 },
  session: { perIp: [[10_000, 60]], requests: [100_000, 900] },
  send: { sms: { perPrefix: [[10_000, 3600]] } },
}

const redis = await startRedis()
const around = await surroundings({ redisUrl: redis.url, limits, environment: { CAPTCHA: 'off' } })
const wizard = await startChild({ ...around.environment, PORT: `${around.ports[0]}` })
const { LIVE_VIEW_KEYS } = around.environment
const centre = await consoleSurroundings({
  redisUrl: redis.url,
  limits,
  environment: { LIVE_VIEW_KEYS: LIVE_VIEW_KEYS! },
})
const { child, until, end } = launch([process.execPath, ...NODE_OPTIONS, 'src/agent/main.ts'], {
  env: { PATH: process.env['PATH'], MALLOC_ARENA_MAX: '1', ...centre.environment },
  stdio: ['ignore', 'ignore', 'inherit'],
})
await until(async () => (await fetch(`http://127.0.0.1:${centre.adminPort}/readyz`).catch(() => undefined))?.ok)

console.error('members who are not followed')
const alone = await answers(await callersOf(around, agents, false))

console.error(`${agents} agents sign in and follow`)
const callers = await callersOf(around, agents, true)
const open: Stream[] = []
const browsers: AgentBrowser[] = []
for (const [n, caller] of callers.entries()) {
  const agent = await centre.hire(`agent-${n}`)
  browsers.push(agent)
  await agent.signIn()
  await follow(agent, caller.reference)
  open.push(await openStream(centre.origin, agent))
}

console.error('members who are followed')
const seen: number[] = []
const asked = new Map<number, number>()
for (const [n, stream] of open.entries())
  stream.onSection(() => {
    const since = asked.get(n)
    if (since === undefined) return
    asked.delete(n)
    seen.push(performance.now() - since)
  })
// Each followed page is read again every ten seconds, whether anything has changed or not.
const idleMs = await cpuDuring(() => sleep(seconds * 1000))
let followed: number[] = []
const busyMs = await cpuDuring(async () => {
  followed = await answers(callers, n => asked.set(n, performance.now()))
  await sleep(2000)
})

console.error(`${streams} streams`)
for (const agent of browsers)
  for (let more = 1; more < perAgent; more++) open.push(await openStream(centre.origin, agent))
await answers(callers)
const memory = peakMemoryOf(child.pid!)

const ms = (list: readonly number[], part: number) =>
  quantile(
    list.toSorted((a, b) => a - b),
    part,
  ).toFixed(0)
console.log(`
Node ${process.version}, ${cpus()[0]?.model.trim()} × ${cpus().length}; ${agents} agents, ${rate} answers/s for ${seconds} s

| figure                                    | budget | run |
| ----------------------------------------- | -----: | --: |
| change seen by the agent, p50, ms         |        | ${ms(seen, 0.5)} |
| the same, p95, ms                         |   1000 | ${ms(seen, 0.95)} |
| changes not seen                          |      0 | ${asked.size} |
| CPU of the console an update, ms          |      2 | ${((busyMs - idleMs) / seen.length).toFixed(2)} |
| the same, with all re-reading added, ms   |        | ${(busyMs / seen.length).toFixed(2)} |
| CPU of re-reading ${agents} pages every 10 s, % of a core | | ${(idleMs / seconds / 10).toFixed(1)} |
| peak memory with ${open.length} streams, MB |    200 | ${memory.toFixed(0)} |
| a member's answer, nobody follows, p95, ms |        | ${ms(alone, 0.95)} |
| a member's answer, followed, p95, ms      |        | ${ms(followed, 0.95)} |
`)
for (const stream of open) stream.close()
await end('SIGTERM')
await wizard.end('SIGTERM')
centre.remove()
await Promise.all([around.stop(), redis.stop()])

async function cpuDuring(work: () => Promise<unknown>): Promise<number> {
  const before = cpuOf(child.pid!).total
  await work()
  return cpuOf(child.pid!).total - before
}

/** Callers answer in turn, `rate` a second. Returns what each answer took, in ms. */
async function answers(all: readonly Caller[], beginning: (n: number) => void = () => {}): Promise<number[]> {
  const times: number[] = []
  const under: Promise<void>[] = []
  for (let count = 0; count < rate * seconds; count++) {
    const n = count % all.length
    const from = performance.now()
    beginning(n)
    under.push(answerWrong(all[n]!, count).then(() => void times.push(performance.now() - from)))
    await sleep(1000 / rate)
  }
  await Promise.all(under)
  return times
}
