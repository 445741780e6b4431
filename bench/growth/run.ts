import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { divideCores } from '../cores.ts'
import { firstPages } from './first-page.ts'
import { readFlags } from './flags.ts'
import { startGround } from './ground.ts'
import { latencies } from './hashing.ts'
import { memoryOver } from './memory.ts'
import { growthPicture } from './picture.ts'
import { growthTables, type Results } from './report.ts'
import { cpuBeside } from './sessions.ts'

const RESULTS = new URL('../results/', import.meta.url)
const KEPT = new URL('growth-latest.json', RESULTS)
const STAGES = [1, 100, 1000, 10_000]

/** `npm run bench:growth`: what grows with the journeys behind a process and the sessions beside one. See docs/bench.md. */
const flags = readFlags(process.argv.slice(2))
const cores = divideCores()
if (!cores) console.warn('No taskset or no second core: server and driver share what is left.')
const ground = await startGround(cores, flags.members)
const parts: { [Name in keyof Results]-?: () => Promise<Results[Name]> } = {
  starts: () => firstPages(ground, flags.starts),
  memory: () => memoryOver(ground, flags.journeys, flags.minutes),
  passwords: () => latencies(ground, flags.passwords),
  sessions: () =>
    cpuBeside(
      ground,
      STAGES.filter(live => live <= flags.sessions),
      flags.turns,
    ),
}

await mkdir(RESULTS, { recursive: true })
const kept: { results: Results; measured: Record<string, string> } = flags.only
  ? JSON.parse(await readFile(KEPT, 'utf8').catch(() => '{"results":{},"measured":{}}'))
  : { results: {}, measured: {} }
for (const [name, measure] of Object.entries(parts)) {
  if (flags.only && !flags.only.includes(name)) continue
  const [before, from] = [loadavg()[0]!, new Date()]
  console.log(`${name}, ${from.toISOString()}`)
  Object.assign(kept.results, { [name]: await measure() })
  const minutes = ((Date.now() - from.getTime()) / 60_000).toFixed(1)
  kept.measured[name] = `${from.toISOString()}, ${minutes} min, load ${before.toFixed(1)} → ${loadavg()[0]!.toFixed(1)}`
  // After each part: one that fails takes none of the others with it.
  await writeFile(KEPT, `${JSON.stringify({ flags, ...kept })}\n`)
}
await ground.stop()

console.log(`\nNode ${process.version}, ${cpus()[0]?.model.trim()} × ${cpus().length}\n`)
console.log(
  Object.entries(kept.measured)
    .map(([name, when]) => `- ${name}: ${when}`)
    .join('\n'),
)
console.log(`\n${growthTables(kept.results)}\n`)
const { sessions, memory } = kept.results
if (sessions && memory) {
  const picture = growthPicture(sessions, memory)
  await writeFile(new URL('growth-latest.svg', RESULTS), picture)
  if (flags.picture) await writeFile(flags.picture, picture)
}
