import { type Spread, shown, spreadOf } from '../spread.ts'
import { table } from '../table.ts'
import { BUDGETS, growthOf, type Point, percentiles, pointsOf, tenOf } from './figures.ts'
import type { Start } from './first-page.ts'
import type { Latencies } from './hashing.ts'
import type { Held } from './memory.ts'
import type { Stage } from './sessions.ts'

/** The parts of a run; one that was not asked for is missing. */
export interface Results {
  starts?: Start[]
  memory?: Held[]
  passwords?: Latencies
  sessions?: Stage[]
}

/** As they stand in the tables and in the picture. */
export const grouped = (count: number): string => count.toLocaleString('en')
export const ms = (value: number): string => value.toFixed(1)
export const whole = (value: number): string => value.toFixed(0)
export const times = (value: number): string => value.toFixed(2)

const spread = ({ median, least, most }: Spread, as: (value: number) => string) =>
  `${as(median)} (${as(least)}–${as(most)})`

type Row = [what: string, run: string, budget?: string, kept?: boolean]

/** Markdown tables: each figure against its budget; the stages; the memory. */
export function growthTables({ starts, memory, passwords, sessions }: Results): string {
  const points = sessions && pointsOf(sessions)
  const rows: Row[] = [
    ...(starts ? startRows(starts) : []),
    ...(memory ? memoryRows(memory) : []),
    ...(passwords ? passwordRows(passwords) : []),
    ...(points ? sessionRows(points) : []),
  ]
  const cells = rows.map(([what, run, budget = '', kept]) => [what, run, budget, verdict(kept)])
  const figures = table([['', 'run', 'budget', ''], ...cells])
  return [figures, ...(points ? [stageTable(points)] : []), ...(memory ? [memoryTable(memory)] : [])].join('\n\n')
}

function verdict(kept: boolean | undefined): string {
  if (kept === undefined) return ''
  return kept ? 'PASS' : 'FAIL'
}

function startRows(starts: readonly Start[]): Row[] {
  const { firstPageMs } = BUDGETS
  return [true, false].flatMap((bothCores): Row[] => {
    const these = starts.filter(start => start.bothCores === bothCores)
    const first = spreadOf(these.map(start => start.ms))
    const cpu = spreadOf(these.map(start => start.cpuMs))
    const where = bothCores ? 'on two cores' : 'on one core'
    return [
      [`first page after start, ${where}, ms`, spread(first, whole), `≤ ${firstPageMs}`, first.median <= firstPageMs],
      ['– CPU until then, ms', spread(cpu, whole)],
    ]
  })
}

function memoryRows(held: readonly Held[]): Row[] {
  const most = BUDGETS.peakMb
  const { journeys, peakMb } = held.at(-1)!
  const growth = growthOf(held)
  return [
    [`peak memory after ${grouped(journeys)} journeys, MB`, whole(peakMb), `≤ ${most}`, peakMb <= most],
    [
      '– its slope over the second half, MB for 1,000 journeys',
      times(growth),
      `≤ ${BUDGETS.slopeMb}`,
      growth <= BUDGETS.slopeMb,
    ],
  ]
}

function passwordRows(latencies: Latencies): Row[] {
  const [p50, p99] = [percentiles(latencies, 0.5), percentiles(latencies, 0.99)]
  const { hashing } = BUDGETS
  const asked = (parts: readonly number[][]) => `${parts.length} × ${parts[0]!.length}`
  return [
    [`GET of a page, idle, ${asked(latencies.idle)} of them, p50, ms`, spread(p50.idle, ms)],
    ['– p99, ms', spread(p99.idle, ms)],
    [`– while passwords are hashed, ${asked(latencies.hashing)} of them, p50, ms`, spread(p50.hashing, ms)],
    ['– p99, ms', spread(p99.hashing, ms)],
    ['– p99, times idle, part by part', spread(p99.ratio, times), `≤ ${hashing}`, p99.ratio.median <= hashing],
    [`– hashes that waited for a turn, of ${grouped(latencies.hashed)}`, shown(spreadOf(latencies.waiting))],
  ]
}

function sessionRows(points: readonly Point[]): Row[] {
  const furthest = Math.max(...points.filter(({ copy }) => !copy).map(({ ratio }) => Math.abs(ratio.median - 1)))
  const { flat } = BUDGETS
  const what = 'CPU a journey, furthest from that beside one session, %'
  const failed = points.reduce((sum, point) => sum + point.failed, 0)
  return [
    [what, ms(furthest * 100), `≤ ${flat * 100}`, furthest <= flat],
    ['– journeys that failed', grouped(failed)],
  ]
}

function stageTable(points: readonly Point[]): string {
  const cells = ({ live, copy, total, eventLoop, ratio }: Point) => [
    copy ? `${grouped(live)}, a copy (A/A)` : grouped(live),
    ...[spread(total, ms), spread(eventLoop, ms), spread(ratio, times)],
  ]
  return table([
    ['live sessions', 'CPU, ms a journey', 'of it event loop', 'times the first, by turns'],
    ...points.map(cells),
  ])
}

function memoryTable(held: readonly Held[]): string {
  const cells = ({ journeys, nowMb, peakMb }: Held) => [grouped(journeys), whole(nowMb), whole(peakMb)]
  return table([['journeys', 'memory, MB', 'most so far, MB'], ...tenOf(held).map(cells)])
}
