import { cpuOf } from '../proc.ts'
import type { Ground } from './ground.ts'

const START_PAGE = '/mon_compte'

/** From the start of a process to its first page. */
export interface Start {
  /** Or on the server's alone, as in all that is measured otherwise: V8 then compiles and collects in between. */
  bothCores: boolean
  ms: number
  cpuMs: number
}

/** So many starts of each kind by turns, after one that leaves compiled code in its cache. */
export async function firstPages(ground: Ground, starts: number): Promise<Start[]> {
  const took: Start[] = []
  for (let start = 0; start <= starts; start++)
    for (const bothCores of [true, false]) {
      const { server, stop } = await ground.start(START_PAGE, bothCores)
      took.push({ bothCores, ms: server.coldStartMs, cpuMs: cpuOf(server.pid).total })
      await stop()
    }
  return took.slice(2)
}
