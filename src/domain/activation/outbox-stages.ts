import { MOST_WAITS } from '../../config/limits/bounds.ts'
import type { OutboxLimits } from '../../config/limits/index.ts'
import type { Work } from '../../ports/index.ts'

/** A stage of a job: how long it waits before the next try, and the stage after that try. */
export interface Stage {
  name: string
  waitSeconds: number
  next: string
  /** The quick tries of an activation are used up; an operator must look. */
  stuck: boolean
}

type WorkKind = Work['kind']

/**
 * The stages of every kind of job; the last one repeats. All possible stages are always listed, so that jobs stored under a
 * longer configuration are still found.
 */
export function outboxStages({ activationWaitsSeconds, noticeWaitsSeconds }: OutboxLimits): Stage[] {
  return [
    ...stagesOf('activation', activationWaitsSeconds),
    ...(['email', 'sms'] as const).flatMap(channel => stagesOf(channel, [0, ...noticeWaitsSeconds])),
  ]
}

export const firstStage = (kind: WorkKind): string => stageName(kind, 0)

export function isLastTry(limits: OutboxLimits, kind: WorkKind, ageSeconds: number): boolean {
  const waits = kind === 'activation' ? limits.activationWaitsSeconds : limits.noticeWaitsSeconds
  return ageSeconds + Math.max(...waits) > limits.lifetimeSeconds
}

function stagesOf(kind: WorkKind, waits: readonly number[]): Stage[] {
  // One stage for the first try, and a last one that repeats.
  return Array.from({ length: MOST_WAITS + 2 }, (_, n) => ({
    name: stageName(kind, n),
    waitSeconds: waits[n] ?? waits.at(-1)!,
    next: stageName(kind, Math.min(n + 1, waits.length)),
    stuck: kind === 'activation' && n >= waits.length,
  }))
}

function stageName(kind: WorkKind, n: number): string {
  return `${kind}.${n}`
}
