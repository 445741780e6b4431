import type { OutboxLimits } from '../config/outbox-limits.ts'
import type { Work } from '../ports.ts'

/** How far a job has come: how long it waits there before the next try, and where that try takes it. */
export interface Stage {
  name: string
  waitSeconds: number
  next: string
}

type WorkKind = Work['kind']

/** The stages of every kind of job. Each kind ends in a stage that it does not leave, where it waits as long as in the one before. */
export function outboxStages({ activationWaitsSeconds, noticeWaitsSeconds }: OutboxLimits): Stage[] {
  return [
    ...stagesOf('activation', activationWaitsSeconds),
    ...(['email', 'sms'] as const).flatMap(channel => stagesOf(channel, [0, ...noticeWaitsSeconds])),
  ]
}

/** Where a job begins. */
export const firstStage = (kind: WorkKind): string => stageName(kind, 0)

/** Where an activation is when it has used up its quick tries. */
export const lastActivationStage = ({ activationWaitsSeconds }: OutboxLimits): string =>
  stageName('activation', activationWaitsSeconds.length)

/** Whether a job of this age may be too old at its next try. */
export function isLastTry(limits: OutboxLimits, kind: WorkKind, ageSeconds: number): boolean {
  const waits = kind === 'activation' ? limits.activationWaitsSeconds : limits.noticeWaitsSeconds
  return ageSeconds + Math.max(...waits) > limits.lifetimeSeconds
}

function stagesOf(kind: WorkKind, waits: readonly number[]): Stage[] {
  return [...waits, waits.at(-1)!].map((waitSeconds, n) => ({
    name: stageName(kind, n),
    waitSeconds,
    next: stageName(kind, Math.min(n + 1, waits.length)),
  }))
}

function stageName(kind: WorkKind, n: number): string {
  return `${kind}.${n}`
}
