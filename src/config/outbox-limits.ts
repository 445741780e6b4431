import { z } from 'zod'
import { figure } from './windows.ts'

/** How many waits a kind of job can have. */
export const MOST_WAITS = 10

const waits = (...usual: number[]) => z.array(z.int().min(1).max(3600)).min(1).max(MOST_WAITS).default(usual)

/** How often what must be done is tried, and for how long (REL-I3, REL-D8). */
export const OutboxLimits = z.strictObject({
  /** How often each instance looks for jobs whose time has come. */
  pollMs: figure(50, 1000, 60_000),
  /** Before each repeat of an activation whose outcome is unknown; the last figure holds for all later ones. */
  activationWaitsSeconds: waits(5, 15, 60, 300, 900),
  /** Before each repeat of a notice; the first must be longer than a message may take. */
  noticeWaitsSeconds: waits(60, 300, 900, 3600),
  /** Then a job is given up, and nothing of it is kept. */
  lifetimeSeconds: figure(10, 86_400, 86_400),
  /** People must look when a job has waited for so long. */
  alarmSeconds: figure(10, 21_600, 86_400),
})

export type OutboxLimits = z.output<typeof OutboxLimits>
