import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../src/demo/far-ends.ts'
import { startRedis } from '../test/support/redis.ts'
import { divideCores } from './cores.ts'
import { crowd } from './measure.ts'
import { people } from './people.ts'
import { postBox } from './post-box.ts'
import { startProcess } from './server-process.ts'
import { wizardSite } from './sites.ts'

const cores = divideCores()
const persons = people(4000)
const redis = await startRedis()
const farEnds = await startFarEnds({ memberData: { members: persons.map(p => p.member) } })
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const site = await wizardSite(
  { folder, redisUrl: redis.url, nextPerson: () => persons.pop()! },
  farEnds.environment,
  postBox(farEnds),
)
const E = process.env
site.program.environment.NODE_OPTIONS = '--require=/tmp/prof/pre.cjs ' + (E.NO ?? '')
if (E.MEMLOG) site.program.environment.MEMLOG = '1'
for (const k of Object.keys(E)) if (k.startsWith('X_')) site.program.environment[k.slice(2)] = E[k]!
const server = await startProcess(site.program, cores)
const N = Number(E.N ?? 300),
  W = Number(E.W ?? 400)
const show = (l: string, m: any) =>
  console.log(
    l,
    m.failures.length,
    m.failures[0] ?? '',
    'cpu',
    (m.cpu.total / m.journeys).toFixed(1),
    'main',
    (m.cpu.main / m.journeys).toFixed(1),
    'pool',
    (m.cpu.pool / m.journeys).toFixed(1),
    'v8',
    (m.cpu.v8 / m.journeys).toFixed(1),
    'rss',
    m.peakMemory.toFixed(0),
    'rps',
    (m.milliseconds.length / m.seconds).toFixed(0),
    'p50/99',
    m.milliseconds.sort((a: number, b: number) => a - b)[m.milliseconds.length >> 1].toFixed(0),
    m.milliseconds[Math.floor(m.milliseconds.length * 0.99)].toFixed(0),
    'max',
    m.milliseconds.at(-1).toFixed(0),
  )
show('warm', await crowd(server, site.origin, { journeys: W, members: 32 }, b => site.walkOnce(b)))
for (let i = 0; i < Number(E.R ?? 2); i++)
  show('run', await crowd(server, site.origin, { journeys: N, members: 32 }, b => site.walkOnce(b)))
if (E.PROF) {
  for (const t of readdirSync(`/proc/${server.pid}/task`))
    if (!readFileSync(`/proc/${server.pid}/task/${t}/comm`, 'utf8').startsWith('MainThread'))
      execFileSync('taskset', ['-cp', '1', t])
  process.kill(server.pid, 'SIGUSR2')
  show('prof', await crowd(server, site.origin, { journeys: N, members: 8 }, b => site.walkOnce(b)))
  process.kill(server.pid, 'SIGUSR2')
  await new Promise(r => setTimeout(r, 2500))
}
await server.stop()
await farEnds.close()
await redis.stop()
