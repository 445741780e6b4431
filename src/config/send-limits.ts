import { z } from 'zod'
import { figure, windows } from './windows.ts'

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
