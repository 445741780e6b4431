import { z } from 'zod'
import { figure } from './bounds.ts'

/** Opens for `openMs` if too many of at least `calls` calls in `windowMs` failed; closes after `trials` that succeed. */
const Breaker = z.strictObject({
  failedPercent: figure(10, 50, 90),
  calls: figure(2, 20, 1000),
  windowMs: figure(1000, 30_000, 300_000),
  openMs: figure(100, 15_000, 300_000),
  trials: figure(1, 3, 20),
  concurrent: figure(1, 50, 500),
  waiting: figure(0, 10, 500),
})

/** Per call; an SMS is tried three times if too many are under way (REL-D5). */
const Carrier = z.strictObject({ callMs: figure(100, 5000, 10_000), breaker: Breaker.prefault({}) })

export const DependencyLimits = z.strictObject({
  memberApi: z
    .strictObject({
      /** Per call, and per question with its repeat (REL-D1). */
      callMs: figure(100, 3000, 10_000),
      questionMs: figure(100, 5000, 20_000),
      breaker: Breaker.prefault({}),
    })
    .prefault({}),
  twilio: Carrier.prefault({}),
  /** Of SMS_GATEWAY=http; those of Twilio if left out. */
  smsGateway: Carrier.optional(),
  /** Per mail, with its repeat (REL-D4). */
  smtp: z
    .strictObject({
      mailMs: figure(100, 20_000, 60_000),
      silenceMs: figure(100, 10_000, 30_000),
      pauseMs: figure(100, 15_000, 300_000),
    })
    .prefault({}),
})

export type DependencyLimits = z.output<typeof DependencyLimits>
