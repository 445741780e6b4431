import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { count, figure, waits, windows } from './bounds.ts'

/** Agencies, the call centre, a carrier's gateway: many members behind one address (ID-3). */
const trusted = z.strictObject({
  networks: z.array(z.string().refine(text => ipaddr.isValidCIDR(text), 'must look like 10.0.0.0/8')).min(1),
  /** Failed guesses, new sessions, members who answer the plain question, and messages, of one address there. */
  perIp: windows([200, 900]),
  sessions: windows([300, 60]),
  questions: windows([30, 3600]),
  sends: z.strictObject({ sms: windows([150, 3600], [500, 86_400]), email: windows([300, 3600]) }).prefault({}),
})

/** What may be guessed at on the identity and payment pages. */
export const IdentityLimits = z.strictObject({
  /** Failed guesses from one network address (ID-3), but for those in `trusted`. */
  perIp: windows([20, 900], [60, 3600], [200, 86_400]),
  trusted: z.array(trusted).default([]),
  /** After how many failures a session is over (ID-6). */
  perSession: figure(1, 5, 10),
  /** Seconds to wait after the first, second, third … failure with one number or card, existing or not, from whatever network (ID-4). */
  waitsSeconds: z.array(z.int().min(0).max(3600)).min(1).max(20).default([0, 0, 30, 60, 300, 900, 3600]),
  /** Wrong payment answers of one member in 24 hours and in 30 days, then the page is closed to them (ID-5). */
  payment: z.strictObject({ perDay: figure(1, 5, 10), perMonth: figure(1, 10, 20) }).prefault({}),
  /**
   * Failures of the whole service in 15 minutes (ID-7): puzzles get harder, then submits get rarer as well. Not before they
   * come from so many networks (/24, /48).
   */
  alarm: z
    .strictObject({ raised: figure(1, 300, 10_000), attack: figure(1, 1000, 100_000), networks: figure(1, 10, 100) })
    .prefault({}),
  /** Every answer of a page that can be guessed at takes at least this long (ID-2). */
  floorMs: z.int().min(0).max(5000).default(600),
})

/** What may be sent, and how often the codes in it may be mistyped. */
export const SendLimits = z.strictObject({
  /** The kill switch: channels named here send nothing (OTP-14). */
  paused: z.array(z.literal('sms')).default([]),
  /** To one address or number, whoever asks (OTP-11). */
  perDestination: windows([5, 900], [6, 3600], [10, 86_400]),
  /** For one member, by e-mail or by SMS, and to how many addresses or numbers a day (OTP-12). */
  perMember: windows([6, 3600], [10, 86_400]),
  destinations: figure(1, 3, 5),
  /** How many members one address or number may serve in 30 days (OTP-18). */
  membersPerContact: figure(1, 5, 20),
  /** For one network address (OTP-13). */
  perIp: z.strictObject({ sms: windows([15, 3600], [50, 86_400]), email: windows([30, 3600]) }).prefault({}),
  /** SMS of the whole service, and to numbers that share their first five digits (OTP-14). */
  sms: z.strictObject({ total: windows([600, 3600], [4000, 86_400]), perPrefix: windows([60, 3600]) }).prefault({}),
  /** Wrong codes of one member on one channel: in 24 hours, and without a right one in between (OTP-4). */
  wrongCodes: z.strictObject({ perDay: figure(1, 10, 20), inARow: figure(1, 30, 100) }).prefault({}),
})

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

/** Limits and lifetimes, with the bounds outside of which the boot stops. Overridden key by key by LIMITS_FILE. */
export const Limits = z.strictObject({
  code: z
    .strictObject({
      lifetimeSeconds: figure(60, 600, 600),
      /** Attempts at one code (OTP-3). */
      checks: z.int().min(1).max(5).default(5),
      /** How long after each send another may be asked for; one send more than there are waits (OTP-10). */
      resendWaitsSeconds: z.array(z.int().min(1).max(3600)).min(1).max(9).default([120, 120, 240, 240]),
    })
    .prefault({}),
  session: z
    .strictObject({
      idleSeconds: figure(120, 1200, 3600),
      absoluteSeconds: figure(600, 5400, 7200),
      /** How long the receipt can be looked at again after the end. */
      receiptSeconds: figure(60, 900, 3600),
      /** New sessions from one network address (S-10). */
      perIp: windows([30, 60]),
      /** New sessions of the whole service, and from one network address once 80 % of them are used up. */
      total: windows([6000, 600]),
      scarcePerIp: windows([5, 600]),
      /** Requests of one session, counted from the first in each such time. */
      requests: count(600, 900),
      /** How long before the end the browser warns. */
      warningSeconds: figure(120, 120, 600),
    })
    .prefault({}),
  identity: IdentityLimits.prefault({}),
  send: SendLimits.prefault({}),
  /** Submits of the password page in one session (PW-6). */
  password: z.strictObject({ perSession: windows([5, 600]) }).prefault({}),
  captcha: z
    .strictObject({
      lifetimeSeconds: figure(60, 300, 300),
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
