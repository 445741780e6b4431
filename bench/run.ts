import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../src/demo/far-ends.ts'
import { startRedis } from '../test/support/redis.ts'
import { divideCores } from './cores.ts'
import { countsOf } from './counts.ts'
import { figures } from './figures.ts'
import { readFlags } from './flags.ts'
import { floorPages } from './floor-pages.ts'
import { people } from './people.ts'
import { postBox } from './post-box.ts'
import { figureTable, isKept, pageTable } from './report.ts'
import { type Apart, measuredApart, type Round, roundOf } from './rounds.ts'
import { floorSite, wizardSite } from './sites.ts'

const RESULTS = new URL('results/', import.meta.url)

/** `npm run bench`: the wizard and its floor, turn about, in one run. See docs/bench.md. */
const flags = readFlags(process.argv.slice(2))
const crowds = people(2 * flags.rounds * (flags.warmUp + flags.journeys) + 4)
const cores = divideCores()
if (!cores)
  console.warn('No taskset or no second core: server and driver share what there is, and the figures with them.')

const redis = await startRedis()
const farEnds = await startFarEnds({ memberData: { members: crowds.map(({ member }) => member) } })
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
const surroundings = { folder, redisUrl: redis.url, nextPerson: () => crowds.pop()! }

const wizard = await wizardSite(surroundings, farEnds.environment, postBox(farEnds))
const wizardVisits = await countsOf(wizard, redis, cores)
const floor = await floorSite(surroundings, floorPages(wizardVisits))
const visits = { wizard: wizardVisits, floor: await countsOf(floor, redis, cores) }

const rounds: Round[] = []
const apart: Apart[] = []
for (let round = 1; round <= flags.rounds; round++) {
  apart.push(measuredApart(cores))
  for (const site of [floor, wizard]) {
    console.log(`round ${round} of ${flags.rounds}: ${site.name}`)
    const measured = await roundOf(site, flags, cores)
    if (measured.failures.length) giveUp(measured.failures, site.program.logFile)
    rounds.push(measured)
  }
}
await Promise.all([farEnds.close(), redis.stop(), rm(folder, { recursive: true })])

const lines = figures({ rounds, apart, visits })
const machine = `Node ${process.version}, ${cpus()[0]?.model.trim()} × ${cpus().length}`
const method = `${flags.members} members at once, ${flags.rounds} × ${flags.journeys} journeys after ${flags.warmUp} to warm up`
console.log(`\n${machine}; ${method}; medians (least–most) of the rounds\n`)
console.log(`${figureTable(lines)}\n\n${pageTable(visits.wizard)}\n`)
await mkdir(RESULTS, { recursive: true })
const withoutBodies = (key: string, value: unknown) => (key === 'body' || key === 'milliseconds' ? undefined : value)
const results = { at: new Date(), machine, flags, lines, rounds, apart, visits }
await writeFile(new URL('latest.json', RESULTS), JSON.stringify(results, withoutBodies, 2))

const missed = lines.filter(line => !isKept(line))
if (missed.length) console.log(`Over budget: ${missed.map(({ name }) => name.trim()).join('; ')}`)

/** What failed journeys cost says nothing: no table, and where to look. The server's log stays. */
function giveUp(failures: readonly string[], logFile: string): never {
  console.error(
    `${failures.length} journeys failed, e.g.\n  ${failures.slice(0, 3).join('\n  ')}\nThe server's log: ${logFile}`,
  )
  process.exit(1)
}
