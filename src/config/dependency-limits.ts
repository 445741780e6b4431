import { z } from 'zod'
import { figure } from './windows.ts'

/** When a service behind us is left alone, and how it is tried again (REL-D3, REL-D6). */
const Breaker = z.strictObject({
  /** Opens when so many percent of at least `calls` calls in the last `windowMs` failed. */
  failedPercent: figure(10, 50, 90),
  calls: figure(2, 20, 1000),
  windowMs: figure(1000, 30_000, 300_000),
  /** Then refuses for so long, and lets so many calls try: all must succeed. */
  openMs: figure(100, 15_000, 300_000),
  trials: figure(1, 3, 20),
  /** Calls at the same time, and how many may wait for their turn. */
  concurrent: figure(1, 50, 500),
  waiting: figure(0, 10, 500),
})

/** How long we wait for services behind us, and when we stop asking them. */
export const DependencyLimits = z.strictObject({
  memberApi: z
    .strictObject({
      /** For one call, and for one question with its repeat (REL-D1). */
      callMs: figure(100, 3000, 10_000),
      questionMs: figure(100, 5000, 20_000),
      breaker: Breaker.prefault({}),
    })
    .prefault({}),
  twilio: z.strictObject({ callMs: figure(100, 5000, 10_000), breaker: Breaker.prefault({}) }).prefault({}),
  /** For one mail, with its repeat (REL-D4). */
  smtp: z
    .strictObject({
      mailMs: figure(100, 20_000, 60_000),
      silenceMs: figure(100, 10_000, 30_000),
      /** How long mails are paused where our account or sender is refused, until one tries again. */
      pauseMs: figure(100, 15_000, 300_000),
    })
    .prefault({}),
})

export type DependencyLimits = z.output<typeof DependencyLimits>
