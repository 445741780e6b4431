import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { figure, windows } from './windows.ts'

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
