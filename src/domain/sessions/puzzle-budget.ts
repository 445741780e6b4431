import type { Limits } from '../../config/limits/index.ts'
import type { Limiter, Refused } from '../../ports/index.ts'
import { type Ran, takeRunSettle } from '../take-run-settle.ts'

type Made = object | undefined

/** Makes a puzzle that one session fetches beside those in its pages, if it has not fetched many: each costs us more than it asks. */
export type PuzzleBudget = (flow: string, make: () => Promise<Made>) => Promise<Ran<Made> | Refused>

/** Counts puzzles by session. Throws `Unavailable`. */
export function puzzleBudget(limiter: Limiter, { perSession }: Limits['captcha']): PuzzleBudget {
  return (flow, make) => {
    const bucket = { key: `puzzles:${flow}`, windows: perSession }
    return takeRunSettle(limiter, [bucket], make, () => ({ keep: [bucket.key] }))
  }
}
