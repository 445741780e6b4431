import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { enrol } from '../../test/support/enrol.ts'
import { startRedis } from '../../test/support/redis.ts'
import { divideCores, hashElsewhere } from '../cores.ts'
import { readFlags } from '../flags.ts'
import { crowd } from '../measure.ts'
import { postBox } from '../post-box.ts'
import { startServer } from '../server.ts'
import { type Site, wizardSite } from '../sites.ts'
import { table } from '../table.ts'
import { type Profile, sharesOf } from './parts.ts'

/** Under V8's profiler a sample every 0.4 ms; more often, the profiler would be what is measured. */
const EVERY_US = 400

/** `npm run bench:profile`: where the CPU of a journey goes, in this state and, with `--against`, in another. See docs/bench.md. */
const flags = readFlags(process.argv.slice(2))
const cores = divideCores()
const members: Parameters<typeof enrol>[0] = []
const files = Array.from({ length: 3 * (flags.warmUp + flags.journeys) }, () => enrol(members, 'bank'))
const redis = await startRedis()
const farEnds = await startFarEnds({ memberData: { members } })
const folder = await mkdtemp(join(tmpdir(), 'bench-profile-'))
const codeSentTo = postBox(farEnds)
const surroundings = { folder, redisUrl: redis.url, nextFile: () => files.pop()! }
const siteOf = (name: Parameters<typeof wizardSite>[3], root?: string) =>
  wizardSite(surroundings, farEnds.environment, codeSentTo, name, root)

// The first server of a run costs more than any later one.
await profiled(await siteOf('first'))
const states = [await profiled(await siteOf('wizard'))]
if (flags.against) states.unshift(await profiled(await siteOf('before', flags.against)))
await Promise.all([farEnds.close(), redis.stop(), rm(folder, { recursive: true })])

const names = [...new Set(states.flatMap(({ parts }) => parts.map(([name]) => name)))]
const rows = names.map(name => [name, ...states.map(({ parts }) => (new Map(parts).get(name) ?? 0).toFixed(1))])
console.log(`Node ${process.version}, ${cpus()[0]?.model.trim()}; ${flags.journeys} journeys after ${flags.warmUp}\n`)
console.log(
  table([
    ['ms of CPU a journey', ...states.map(({ name }) => name)],
    ...rows,
    ['**all**', ...states.map(({ parts }) => `**${parts.reduce((sum, [, ms]) => sum + ms, 0).toFixed(1)}**`)],
  ]),
)

/** Milliseconds a journey by part: the threads from /proc, and the event loop's divided by what the profile has seen. */
async function profiled(site: Site) {
  const { command } = site.program
  const profiles = await mkdtemp(join(folder, `${site.name}-`))
  const profiling = `node --cpu-prof --cpu-prof-dir=${profiles} --cpu-prof-interval=${EVERY_US}`
  const server = await startServer({ ...site.program, command: command.replace(/\bnode\b(?= )/, profiling) }, cores)
  await crowd(server, site, { journeys: flags.warmUp, members: flags.members })
  hashElsewhere(cores, server.pid)
  const from = now()
  const { cpu, failures } = await crowd(server, site, { journeys: flags.journeys, members: flags.members })
  const to = now()
  if (failures.length) throw new Error(`${failures.length} journeys failed, e.g. ${failures[0]}`)
  await server.drain()
  const [file] = await readdir(profiles)
  const profile = JSON.parse(await readFile(join(profiles, file!), 'utf8')) as Profile
  const ms = (all: number) => all / flags.journeys
  const parts: [string, number][] = [
    ...sharesOf(profile, { from, to }).map(([part, share]) => [part, share * ms(cpu.main)] as [string, number]),
    ["V8's own threads: garbage collection, compiling", ms(cpu.v8)],
    ["libuv's threads: argon2, key derivation", ms(cpu.pool)],
  ]
  return { name: site.name, parts }
}

/** Microseconds of the clock that V8 profiles by. */
function now(): number {
  return Number(process.hrtime.bigint() / 1000n)
}
