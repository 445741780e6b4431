import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../src/demo/far-ends.ts'
import { enrol } from '../test/support/enrol.ts'
import { startRedis } from '../test/support/redis.ts'
import { watchRoundTrips } from '../test/support/round-trips.ts'
import { divideCores } from './cores.ts'
import { countedJourney, type Visit } from './counted.ts'
import { figures } from './figures.ts'
import { readFlags } from './flags.ts'
import { postBox } from './post-box.ts'
import { figureTable, isKept, pageTable } from './report.ts'
import { type Apart, measuredApart, type Round, roundOf } from './rounds.ts'
import { startServer } from './server.ts'
import { floorSite, type Site, wizardSite } from './sites.ts'

const RESULTS = new URL('results/', import.meta.url)

/** `npm run bench`: the wizard and its floor, or another checkout of it, by turns, in one run. See docs/bench.md. */
const flags = readFlags(process.argv.slice(2))
const members: Parameters<typeof enrol>[0] = []
const MOST_SITES = 5
const journeys = MOST_SITES * flags.rounds * (flags.warmUp + flags.journeys) + 4
const files = Array.from({ length: journeys }, () => enrol(members, 'bank'))
const cores = divideCores()
if (!cores)
  console.warn('No taskset or no second core: server and driver share what there is, and the figures with them.')

const redis = await startRedis()
const farEnds = await startFarEnds({ memberData: { members } })
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
const codeSentTo = postBox(farEnds)
const surroundings = { folder, redisUrl: redis.url, nextFile: () => files.pop()! }

const ours = (name: Parameters<typeof wizardSite>[3], root?: string) =>
  wizardSite(surroundings, farEnds.environment, codeSentTo, name, root)
const [first, wizard, copy] = [await ours('first'), await ours('wizard'), await ours('copy')]
const other = flags.against ? await ours('before', flags.against) : await floorSite(surroundings)
const duties = flags.against ? [] : [await floorSite(surroundings, farEnds.environment)]
const sites = [other, ...duties, wizard, copy]
const visits = { wizard: await countsOf(wizard), other: await countsOf(other) }

const rounds: Round[] = []
const apart: Apart[] = []
for (let round = 1; round <= flags.rounds; round++) {
  console.log(`round ${round} of ${flags.rounds}`)
  apart.push(measuredApart(cores))
  for (const measured of await roundOf([first, ...(round % 2 ? sites : sites.toReversed())], flags, cores)) {
    if (measured.failures.length) giveUp(measured.failures, folder)
    rounds.push(measured)
  }
}
await Promise.all([farEnds.close(), redis.stop(), rm(folder, { recursive: true })])

const lines = figures({ rounds, apart, visits, before: other.name === 'before' })
const machine = `Node ${process.version}, ${cpus()[0]?.model.trim()} × ${cpus().length}`
const method = `${flags.members} members at once, ${flags.rounds} × ${flags.journeys} journeys after ${flags.warmUp} to warm up`
console.log(`\n${machine}; ${method}; medians (least–most) of the rounds\n`)
console.log(`${figureTable(lines, other.name)}\n\n${pageTable(visits.wizard, visits.other, other.name)}\n`)
await mkdir(RESULTS, { recursive: true })
const withoutBodies = (key: string, value: unknown) => (key === 'html' || key === 'milliseconds' ? undefined : value)
const results = { at: new Date(), machine, flags, lines, rounds, apart, visits }
await writeFile(new URL('latest.json', RESULTS), JSON.stringify(results, withoutBodies, 2))

const missed = lines.filter(line => !isKept(line))
if (missed.length) console.log(`Over budget: ${missed.map(({ name }) => name.trim()).join('; ')}`)

async function countsOf(site: Site): Promise<Visit[]> {
  const server = await startServer(site.program, cores)
  const trips = await watchRoundTrips(redis.url)
  try {
    return await countedJourney(site, trips, await redis.client())
  } finally {
    trips.stop()
    await server.stop()
  }
}

/** The cost of failed journeys means nothing: prints no table, but where the logs are. The servers' logs stay. */
function giveUp(failures: readonly string[], logs: string): never {
  console.error(
    `${failures.length} journeys failed, e.g.\n  ${failures.slice(0, 3).join('\n  ')}\nThe servers' logs: ${logs}`,
  )
  process.exit(1)
}
