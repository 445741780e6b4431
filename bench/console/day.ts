import { cpus } from 'node:os'
import { redisDayBook } from '../../src/adapters/redis/assistance/day-book.ts'
import { createAgentCounts } from '../../src/agent/day/agents.ts'
import { dayAndHour } from '../../src/domain/day.ts'
import { agentsOf, createBookkeeper } from '../../src/observability/bookkeeper.ts'
import { consoleSurroundings } from '../../test/support/console.ts'
import { launch } from '../../test/support/launch.ts'
import { startRedis } from '../../test/support/redis.ts'
import { sampleDay } from '../../test/support/sample-day.ts'
import { cpuOf } from '../proc.ts'

/** `npm run bench:day`: what the page of a day of 10,000 journeys and 60 agents costs the console. See docs/bench.md. */
const [TIMES, AGENTS, WARM, PAGES] = [10, 60, 100, 400]
/** Those of `npm run console`. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--max-old-space-size=160']

const redis = await startRedis()
const around = await consoleSurroundings({ redisUrl: redis.url })
const days = redisDayBook(await redis.client())
const { day } = dayAndHour(Date.now())
await days.add(day, { writer: 'bench', number: 1, counts: sampleDay(TIMES) })
const keeper = createBookkeeper()
keeper.begin(days, console.error)
const secrets = around.environment['AGENT_SESSION_KEYS']!.split(',').map(key => Buffer.from(key, 'base64'))
const agents = createAgentCounts(secrets, keeper.countAgent)
for (let n = 0; n < AGENTS; n++)
  for (const word of ['followed', 'unknown', 'alarmed'] as const)
    agents.count(`${n + 1000}-hash-of-agent`, word, `agent-${n}`)
await keeper.stop()

const { child, until, end } = launch([process.execPath, ...NODE_OPTIONS, 'src/agent/main.ts'], {
  env: { PATH: process.env['PATH'], MALLOC_ARENA_MAX: '1', ...around.environment },
  stdio: ['ignore', 'ignore', 'inherit'],
})
await until(async () => (await fetch(`http://127.0.0.1:${around.adminPort}/readyz`).catch(() => undefined))?.ok)
const supervisor = await around.hire('naima', { role: 'supervisor' })
await supervisor.signIn()

const fields = [
  Object.keys((await days.read(day)).counts).length,
  Object.keys((await days.read(agentsOf(day))).counts).length,
]
const rows: string[] = []
for (const [name, path] of [
  ['the page in French', 'journee?lang=fr'],
  ['the page in Arabic', 'journee?lang=ar'],
  ['the file', 'journee.csv'],
] as const) {
  await ask(path, WARM)
  const before = cpuOf(child.pid!).total
  await ask(path, PAGES)
  rows.push(`| ${name.padEnd(18)} |     20 | ${((cpuOf(child.pid!).total - before) / PAGES).toFixed(1)} |`)
}
console.log(`
Node ${process.version}, ${cpus()[0]?.model.trim()} × ${cpus().length}; ${TIMES * 1000} journeys, ${fields.join(' + ')} words

| CPU of the console, ms | budget | run |
| ------------------ | -----: | --: |
${rows.join('\n')}
`)
await end('SIGTERM')
around.remove()
await redis.stop()

async function ask(path: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const { status } = await supervisor.get(path, { 'accept-encoding': 'gzip, deflate, br' })
    if (status !== 200) throw new Error(`${path}: ${status}`)
  }
}
