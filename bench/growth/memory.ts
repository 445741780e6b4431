import { memoryOf, peakMemoryOf } from '../proc.ts'
import type { Ground } from './ground.ts'

const EVERY = 50

/** What a server held when so many journeys were through, in MB. */
export interface Held {
  journeys: number
  nowMb: number
  peakMb: number
}

/** One new server and its memory over the journeys, read after each fiftieth; fewer of them if the time is over before. */
export async function memoryOver(ground: Ground, journeys: number, minutes: number): Promise<Held[]> {
  const until = Date.now() + minutes * 60_000
  const wizard = await ground.start()
  const { pid } = wizard.server
  const held: Held[] = []
  let done = 0
  const walkOnce: typeof wizard.site.walkOnce = async member => {
    if (Date.now() > until) return
    await wizard.site.walkOnce(member)
    done++
    if (done % EVERY === 0) held.push({ journeys: done, nowMb: memoryOf(pid), peakMb: peakMemoryOf(pid) })
  }
  await ground.send(wizard, { ...wizard.site, walkOnce }, journeys)
  await wizard.stop()
  return held
}
