import { mkdtempSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../src/demo/far-ends.ts'
import { startRedis } from '../test/support/redis.ts'
import { watchRoundTrips } from '../test/support/round-trips.ts'
import { openBrowser } from './browser.ts'
import { divideCores } from './cores.ts'
import { countingBrowser } from './counted.ts'
import { readFlags } from './flags.ts'
import { walk } from './journey.ts'
import { crowd } from './measure.ts'
import { people } from './people.ts'
import { postBox } from './post-box.ts'
import { solvedPuzzle } from './puzzle.ts'
import { startProcess } from './server-process.ts'
import { wizardProgram } from './wizard.ts'
const flags = readFlags(process.argv.slice(2))
const cores = divideCores()
console.log(cores)
const persons = people(2000)
const redis = await startRedis()
const farEnds = await startFarEnds({ memberData: { members: persons.map(p => p.member) } })
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const { origin, program } = await wizardProgram(folder, { ...farEnds.environment, REDIS_URL: redis.url })
program.environment.NODE_OPTIONS='--require=/tmp/prof/pre.cjs';program.environment.MEMLOG='1'
const server = await startProcess(program, cores)
console.log('cold', server.coldStartMs)
const codeSentTo = postBox(farEnds)
const help = { codeSentTo, proof: solvedPuzzle }
const trips = await watchRoundTrips(redis.url)
const client = await redis.client()
await walk(openBrowser(origin, new Agent()), persons.pop()!, help)
const b = countingBrowser(openBrowser(origin, new Agent()), trips, client, 's:*')
await client.flushdb()
await walk(b, persons.pop()!, help)
for (const v of b.visits) console.log(v.method, v.path, v.status, v.redis.join(','), v.sessionBytes, v.pageBytes, v.ms)
trips.stop()
for (const journeys of [300,flags.warmUp, flags.journeys]) {
  if(journeys===flags.journeys)process.kill(server.pid,'SIGUSR2')
  const m = await crowd(server, origin, { journeys, members: 32 }, x => walk(x, persons.pop()!, help))
  console.log({ ...m, failures: m.failures.slice(0, 3), milliseconds: m.milliseconds.length }, m.cpu.total / journeys, m.cpu.main / journeys, m.cpu.pool / journeys, m.cpu.v8 / journeys, m.driverCpu / journeys)
}
process.kill(server.pid,'SIGUSR2');await new Promise(r=>setTimeout(r,1500));await server.stop()
await farEnds.close()
await redis.stop()
