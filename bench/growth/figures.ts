import { slope } from '../slope.ts'
import { quantile, type Spread, spreadOf } from '../spread.ts'
import type { Latencies } from './hashing.ts'
import type { Held } from './memory.ts'
import type { Stage } from './sessions.ts'

/** The most that each figure may be (issue of the figures: "Ahead of every framework"). */
export const BUDGETS = { firstPageMs: 600, peakMb: 256, slopeMb: 0.2, hashing: 2, flat: 0.1 } as const

const ROWS = 10

/** One stage beside the first. */
export interface Point {
  live: number
  copy: boolean
  failed: number
  total: Spread
  eventLoop: Spread
  /** To the first stage in the same turn, so that what slows a whole turn slows neither more. */
  ratio: Spread
}

export function pointsOf(stages: readonly Stage[]): Point[] {
  const [first] = stages
  return stages.map(({ live, copy, failed, total, eventLoop }) => ({
    ...{ live, copy, failed, total: spreadOf(total), eventLoop: spreadOf(eventLoop) },
    ratio: spreadOf(total.map((each, turn) => each / first!.total[turn]!)),
  }))
}

/**
 * MB for 1,000 journeys by which the most so far grows, over the second half of them: in the first, V8 still fills its heap. What is held
 * now jumps by the 19 MB of a hash from one reading to the next.
 */
export function growthOf(held: readonly Held[]): number {
  const half = held.slice(Math.floor(held.length / 2))
  return slope(half.map(({ journeys, peakMb }) => ({ x: journeys / 1000, y: peakMb })))
}

/** Ten of them, evenly apart, or all if they are fewer. */
export function tenOf(held: readonly Held[]): Held[] {
  const step = Math.max(1, Math.floor(held.length / ROWS))
  return held.filter((_, place) => (place + 1) % step === 0)
}

/** Milliseconds that a share of a part's answers did not exceed, over the parts; and hashing beside idle in the same part. */
export function percentiles({ idle, hashing }: Latencies, part: number) {
  const of = (parts: readonly (readonly number[])[]) =>
    parts.map(answers =>
      quantile(
        answers.toSorted((a, b) => a - b),
        part,
      ),
    )
  const [quiet, busy] = [of(idle), of(hashing)]
  const ratio = spreadOf(busy.map((each, place) => each / quiet[place]!))
  return { idle: spreadOf(quiet), hashing: spreadOf(busy), ratio }
}
