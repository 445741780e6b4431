import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Cores, onServerCore } from './cores.ts'
import type { Flags } from './flags.ts'
import { crowd, type Measured } from './measure.ts'
import { startProcess } from './server-process.ts'
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

/** Starts the server anew, warms it up, since V8 compiles for the first few hundred journeys, and measures. */
export async function roundOf(site: Site, flags: Flags, cores: Cores): Promise<Round> {
  const server = await startProcess(site.program, cores)
  const send = (journeys: number) =>
    crowd(server, site.origin, { journeys, members: flags.members }, browser => site.walkOnce(browser))
  const warmUp = await send(flags.warmUp)
  const measured = await send(flags.journeys)
  await server.stop()
  const failures = [...warmUp.failures, ...measured.failures]
  return { site: site.name, coldStartMs: server.coldStartMs, ...measured, failures }
}

export function measuredApart(cores: Cores): Apart {
  const script = fileURLToPath(new URL('apart.ts', import.meta.url))
  const [command, ...args] = onServerCore(cores, [process.execPath, script])
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8', timeout: 60_000 }))
}
