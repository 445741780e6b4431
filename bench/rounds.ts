import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Cores, onServerCore } from './cores.ts'
import type { Flags } from './flags.ts'
import { crowd, type Measured, together } from './measure.ts'
import { startServer } from './server.ts'
import type { Site } from './sites.ts'

/** One site in one round. */
export interface Round extends Measured {
  site: Site['name']
  coldStartMs: number
}

/** CPU milliseconds of one hash and one puzzle. */
export interface Apart {
  argon2: number
  puzzle: number
}

/** Parts of a round: the other load of a shared machine then falls on every site alike. */
const TURNS = 4

/** Starts every server anew, warms it up, since V8 compiles for the first few hundred journeys, and measures them by turns. */
export async function roundOf(sites: readonly Site[], flags: Flags, cores: Cores): Promise<Round[]> {
  const runs = []
  for (const site of sites) {
    const server = await startServer(site.program, cores)
    const send = (journeys: number) => crowd(server, site, { journeys, members: flags.members })
    runs.push({ site, server, send, warmUp: await send(flags.warmUp), turns: [] as Measured[] })
  }
  for (let turn = 0; turn < TURNS; turn++)
    for (const { send, turns } of turn % 2 ? runs.toReversed() : runs)
      turns.push(await send(Math.ceil(flags.journeys / TURNS)))
  return Promise.all(
    runs.map(async ({ site, server, warmUp, turns }) => {
      await server.stop()
      const measured = together(turns)
      const failures = [...warmUp.failures, ...measured.failures]
      return { site: site.name, coldStartMs: server.coldStartMs, ...measured, failures }
    }),
  )
}

export function measuredApart(cores: Cores): Apart {
  const script = fileURLToPath(new URL('apart.ts', import.meta.url))
  const [command, ...args] = onServerCore(cores, [process.execPath, script])
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8', timeout: 60_000 }))
}
