import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { AssistanceLimits } from './assistance.ts'
import { count, figure, waits, windows } from './bounds.ts'
import { DependencyLimits } from './dependencies.ts'

/** Networks whose addresses many members share: an agency, a gateway (ID-3). `perIp` counts failed attempts. */
const trusted = z.strictObject({
  networks: z.array(z.string().refine(text => ipaddr.isValidCIDR(text), 'must look like 10.0.0.0/8')).min(1),
  perIp: windows([200, 900]),
  sessions: windows([300, 60]),
  questions: windows([30, 3600]),
  sends: z.strictObject({ sms: windows([150, 3600], [500, 86_400]), email: windows([300, 3600]) }).prefault({}),
})

/** Failed attempts: `perIp` counts them per network, except in `trusted` (ID-3); `perSession` end a session (ID-6). */
export const IdentityLimits = z.strictObject({
  perIp: windows([20, 900], [60, 3600], [200, 86_400]),
  trusted: z.array(trusted).default([]),
  perSession: figure(1, 5, 10),
  /** Seconds to wait after the first, second … failure with one number or card, existing or not, from any network (ID-4). */
  waitsSeconds: z.array(z.int().min(0).max(3600)).min(1).max(20).default([0, 0, 30, 60, 300, 900, 3600]),
  /** Wrong payment answers of a member in 24 hours and 30 days that close the page (ID-5). */
  payment: z.strictObject({ perDay: figure(1, 5, 10), perMonth: figure(1, 10, 20) }).prefault({}),
  /** Failures in 15 minutes, from `networks` /24 or /48, that make puzzles harder, then limit submits (ID-7). */
  alarm: z
    .strictObject({ raised: figure(1, 300, 10_000), attack: figure(1, 1000, 100_000), networks: figure(1, 10, 100) })
    .prefault({}),
  /** Minimum duration of an answer of the identity and payment pages (ID-2). */
  floorMs: z.int().min(0).max(5000).default(600),
})

/** Messages per address or number (OTP-11), per member and channel (OTP-12) and per network (OTP-13). */
export const SendLimits = z.strictObject({
  paused: z.array(z.literal('sms')).default([]),
  perDestination: windows([5, 900], [6, 3600], [10, 86_400]),
  perMember: windows([6, 3600], [10, 86_400]),
  /** Per member and day. */
  destinations: figure(1, 3, 5),
  /** Members per address or number in 30 days (OTP-18). */
  membersPerContact: figure(1, 5, 20),
  perIp: z.strictObject({ sms: windows([15, 3600], [50, 86_400]), email: windows([30, 3600]) }).prefault({}),
  /** Of the whole service, and per country and first five digits of the national number (OTP-14). */
  sms: z.strictObject({ total: windows([600, 3600], [4000, 86_400]), perPrefix: windows([60, 3600]) }).prefault({}),
  /** Wrong codes per member and channel in 24 hours, and in a row (OTP-4). */
  wrongCodes: z.strictObject({ perDay: figure(1, 10, 20), inARow: figure(1, 30, 100) }).prefault({}),
})

/** Retries and lifetimes of jobs (REL-I3, REL-D8). */
export const OutboxLimits = z.strictObject({
  pollMs: figure(50, 1000, 60_000),
  /** Before each repeat of an activation with unknown outcome; the last figure repeats. */
  activationWaitsSeconds: waits(5, 15, 60, 300, 900),
  /** Before each repeat of a notice; the first must exceed the longest send. */
  noticeWaitsSeconds: waits(60, 300, 900, 3600),
  /** Then a job is abandoned and deleted. */
  lifetimeSeconds: figure(10, 86_400, 86_400),
  alarmSeconds: figure(10, 21_600, 86_400),
})

export type OutboxLimits = z.output<typeof OutboxLimits>

/** Limits and lifetimes with their bounds; a value outside stops the start. LIMITS_FILE overrides single keys. */
export const Limits = z.strictObject({
  code: z
    .strictObject({
      lifetimeSeconds: figure(60, 600, 600),
      checks: z.int().min(1).max(5).default(5),
      /** Wait after each send; there is one more send than waits (OTP-10). */
      resendWaitsSeconds: z.array(z.int().min(1).max(3600)).min(1).max(9).default([120, 120, 240, 240]),
    })
    .prefault({}),
  session: z
    .strictObject({
      idleSeconds: figure(120, 1200, 3600),
      absoluteSeconds: figure(600, 5400, 7200),
      receiptSeconds: figure(60, 900, 3600),
      /** New sessions per network, in all, and per network after 80 % of all (S-10). */
      perIp: windows([30, 60]),
      total: windows([6000, 600]),
      scarcePerIp: windows([5, 600]),
      requests: count(600, 900),
      warningSeconds: figure(120, 120, 600),
    })
    .prefault({}),
  identity: IdentityLimits.prefault({}),
  send: SendLimits.prefault({}),
  password: z.strictObject({ perSession: windows([5, 600]) }).prefault({}),
  captcha: z
    .strictObject({
      lifetimeSeconds: figure(60, 300, 300),
      /** PBKDF2 iterations per try, and the most tries of a solver. */
      cost: z.int().min(100).max(100_000).default(1000),
      tries: z.int().min(10).max(100_000).default(400),
      /** Extra puzzles per session. */
      perSession: windows([60, 900]),
      /** Members per network who may answer the plain question instead (C-6). */
      questionPerIp: windows([3, 3600]),
    })
    .prefault({}),
  dependencies: DependencyLimits.prefault({}),
  outbox: OutboxLimits.prefault({}),
  assistance: AssistanceLimits.prefault({}),
  server: z
    .strictObject({
      /** Event-loop lags that reject new sessions, then pages, then forms (W-16). */
      eventLoopDelayMs: z.int().min(100).max(10_000).default(700),
      pageDelayMs: z.int().min(100).max(10_000).default(1000),
      formDelayMs: z.int().min(100).max(10_000).default(1500),
      connections: z.int().min(100).max(100_000).default(5000),
      /** How long requests are accepted after SIGTERM, until balancers see that this instance is not ready (REL-G1). */
      drainWaitMs: z.int().min(0).max(10_000).default(5000),
    })
    .prefault({}),
})

export type Limits = z.output<typeof Limits>
