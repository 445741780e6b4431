import { MOST_WAITS } from '../../config/limits/bounds.ts'
import type { OutboxLimits } from '../../config/limits/index.ts'
import type { Work } from '../../ports/index.ts'

/** How far a job has come: how long it waits there before the next try, and where that try takes it. */
export interface Stage {
  name: string
  waitSeconds: number
  next: string
  /** An activation that comes here has used up its quick tries: people must look. */
  stuck: boolean
}

type WorkKind = Work['kind']

/**
 * The stages of every kind of job. After the last wait a job stays where it is, and waits as long again. There are always as
 * many stages as there can be waits, so that a job from before the waits were made fewer is still found, and comes back.
 */
export function outboxStages({ activationWaitsSeconds, noticeWaitsSeconds }: OutboxLimits): Stage[] {
  return [
    ...stagesOf('activation', activationWaitsSeconds),
    ...(['email', 'sms'] as const).flatMap(channel => stagesOf(channel, [0, ...noticeWaitsSeconds])),
  ]
}

/** Where a job begins. */
export const firstStage = (kind: WorkKind): string => stageName(kind, 0)

/** Whether a job of this age may be too old at its next try. */
export function isLastTry(limits: OutboxLimits, kind: WorkKind, ageSeconds: number): boolean {
  const waits = kind === 'activation' ? limits.activationWaitsSeconds : limits.noticeWaitsSeconds
  return ageSeconds + Math.max(...waits) > limits.lifetimeSeconds
}

function stagesOf(kind: WorkKind, waits: readonly number[]): Stage[] {
  // One stage where the first try begins, and one that is not left.
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
