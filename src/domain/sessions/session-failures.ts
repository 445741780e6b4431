import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Limiter } from '../../ports/index.ts'
import { takeRunSettle } from '../take-run-settle.ts'

/** Failures of one session: wrong guesses (ID-6) and forms that no browser of ours sends (W-14). */
export function failuresOf(flow: string, { identity, session }: Limits): Bucket {
  return { key: `guess:session:${flow}`, windows: [[identity.perSession, session.absoluteSeconds]] }
}

/** Counts a malformed form against its session only; true if the limit is reached. Throws `Unavailable`. */
export type MalformedForms = (flow: string) => Promise<boolean>

export function createMalformedForms(limiter: Limiter, limits: Limits): MalformedForms {
  return async flow => {
    const bucket: Bucket = { ...failuresOf(flow, limits), firm: true }
    const count = await takeRunSettle(limiter, [bucket], async ({ used }) => used[0]?.[0] ?? 0, nothing)
    return count.allowed ? count.result >= limits.identity.perSession : !count.unsettled
  }
}

const nothing = () => undefined
