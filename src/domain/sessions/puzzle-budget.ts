import type { Limits } from '../../config/limits/index.ts'
import type { Limiter, Refused } from '../../ports/index.ts'
import { type Ran, takeRunSettle } from '../take-run-settle.ts'

type Made = object | undefined

/** Makes one more puzzle for a session unless it has fetched too many: making one costs more than asking for it. */
export type PuzzleBudget = (flow: string, make: () => Promise<Made>) => Promise<Ran<Made> | Refused>

export function createPuzzleBudget(limiter: Limiter, { perSession }: Limits['captcha']): PuzzleBudget {
  return (flow, make) => {
    const bucket = { key: `puzzles:${flow}`, windows: perSession }
    return takeRunSettle(limiter, [bucket], make, () => ({ keep: [bucket.key] }))
  }
}
