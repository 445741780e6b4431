import type { Driven } from '../driven.ts'
import type { Ground, Wizard } from './ground.ts'

/** The first page that needs a session in Redis, which is the cheapest to reach. */
const HALF_WAY = 'identite'
const WARM_UP = 192
const A_TURN = 40

/** What a journey costs a server beside so many live sessions, in CPU milliseconds, in each turn. */
export interface Stage {
  live: number
  /** A second server with as few sessions as the first: how far two of the same are apart. */
  copy: boolean
  total: number[]
  eventLoop: number[]
  /** Of the journeys of all turns. */
  failed: number
}

/**
 * A server for each number of live sessions, each on its own Redis, and a copy of the first. All are filled by members who stop on
 * their way, warmed up alike, then measured by turns there and back: no stage is later than another. The first server is one too many,
 * and its figures are thrown away: what comes first costs more.
 */
export async function cpuBeside(ground: Ground, counts: readonly number[], turns: number): Promise<Stage[]> {
  const runs: { wizard: Wizard; stage: Stage; first: Driven }[] = []
  for (const [place, live] of [counts[0]!, ...counts, counts[0]!].entries()) {
    const wizard = await ground.start()
    await ground.send(wizard, wizard.site, WARM_UP)
    const waiting: Driven[] = []
    const site = ground.halfWay(wizard.site, HALF_WAY, member => waiting.push(member))
    await ground.send(wizard, site, live)
    console.log(`  ${live} live sessions, ${await wizard.sessions()} keys of sessions with those that ended`)
    const stage = { live, copy: place > counts.length, total: [], eventLoop: [], failed: 0 }
    runs.push({ wizard, stage, first: waiting[0]! })
  }
  for (let turn = 0; turn < turns; turn++)
    for (const { wizard, stage } of turn % 2 ? runs.toReversed() : runs) {
      const { cpu, failures } = await ground.send(wizard, wizard.site, A_TURN)
      const through = A_TURN - failures.length
      stage.total.push(cpu.total / through)
      stage.eventLoop.push(cpu.main / through)
      stage.failed += failures.length
    }
  for (const { wizard, first } of runs) {
    const { status } = await first.get(HALF_WAY)
    if (status !== 200) throw new Error('a session ended before the measurement did')
    await wizard.stop()
  }
  return runs.slice(1).map(({ stage }) => stage)
}
