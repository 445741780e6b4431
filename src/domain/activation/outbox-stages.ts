import { MOST_WAITS } from '../../config/limits/bounds.ts'
import type { OutboxLimits } from '../../config/limits/index.ts'
import type { Work } from '../../ports/index.ts'

export interface Stage {
  name: string
  waitSeconds: number
  next: string
  stuck: boolean
}

type WorkKind = Work['kind']

/** All stages that any configuration can have, so that jobs stored under a longer one are still found. */
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

const stageName = (kind: WorkKind, n: number): string => `${kind}.${n}`
