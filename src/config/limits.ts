import { z } from 'zod'
import { DependencyLimits } from './dependency-limits.ts'
import { IdentityLimits } from './identity-limits.ts'
import { OutboxLimits } from './outbox-limits.ts'
import { SendLimits } from './send-limits.ts'
import { count, figure as seconds, windows } from './windows.ts'

/** Limits and lifetimes, with the bounds outside of which the boot stops. Overridden key by key by LIMITS_FILE. */
export const Limits = z.strictObject({
  code: z
    .strictObject({
      lifetimeSeconds: seconds(60, 600, 600),
      /** Attempts at one code (OTP-3). */
      checks: z.int().min(1).max(5).default(5),
      /** How long after each send another may be asked for; one send more than there are waits (OTP-10). */
      resendWaitsSeconds: z.array(z.int().min(1).max(3600)).min(1).max(9).default([120, 120, 240, 240]),
    })
    .prefault({}),
  session: z
    .strictObject({
      idleSeconds: seconds(120, 1200, 3600),
      absoluteSeconds: seconds(600, 5400, 7200),
      /** How long the receipt can be looked at again after the end. */
      receiptSeconds: seconds(60, 900, 3600),
      /** New sessions from one network address (S-10). */
      perIp: windows([30, 60]),
      /** New sessions of the whole service, and from one network address once 80 % of them are used up. */
      total: windows([6000, 600]),
      scarcePerIp: windows([5, 600]),
      /** Requests of one session, counted from the first in each such time. */
      requests: count(600, 900),
      /** How long before the end the browser warns. */
      warningSeconds: seconds(120, 120, 600),
    })
    .prefault({}),
  identity: IdentityLimits.prefault({}),
  send: SendLimits.prefault({}),
  /** Submits of the password page in one session (PW-6). */
  password: z.strictObject({ perSession: windows([5, 600]) }).prefault({}),
  captcha: z
    .strictObject({
      lifetimeSeconds: seconds(60, 300, 300),
      /** PBKDF2 iterations of one try, and how many tries a solver needs at most. */
      cost: z.int().min(100).max(100_000).default(1000),
      tries: z.int().min(10).max(100_000).default(400),
      /** Puzzles that one session may fetch beside those in its pages. */
      perSession: windows([60, 900]),
      /** Members per network address who may answer the plain question instead (C-6). */
      questionPerIp: windows([3, 3600]),
    })
    .prefault({}),
  dependencies: DependencyLimits.prefault({}),
  outbox: OutboxLimits.prefault({}),
  server: z
    .strictObject({
      /** New sessions, then pages as well, and at last forms are turned away while the event loop lags by more (W-16). */
      eventLoopDelayMs: z.int().min(100).max(10_000).default(700),
      pageDelayMs: z.int().min(100).max(10_000).default(1000),
      formDelayMs: z.int().min(100).max(10_000).default(1500),
      /** Open connections at a time. */
      connections: z.int().min(100).max(100_000).default(5000),
      /** How long after SIGTERM requests are still accepted, while balancers see that this instance is not ready (REL-G1). */
      drainWaitMs: z.int().min(0).max(10_000).default(5000),
    })
    .prefault({}),
})

export type Limits = z.output<typeof Limits>
