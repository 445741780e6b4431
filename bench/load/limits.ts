import { Limits } from '../../src/config/limits/index.ts'

const MANY = 1_000_000
const BRIEF_SECONDS = 60
const wide: [number, number][] = [[MANY, BRIEF_SECONDS]]

/**
 * Limits that a crowd does not reach, and lives so short that Redis is empty again soon after, the longest a session's; but for what
 * is counted by the hour or the day whatever the configuration says. The identity pages are held back as in production. Few tries
 * spare the driver work and the server none.
 */
export const LIMITS: Limits = Limits.parse({
  code: { lifetimeSeconds: BRIEF_SECONDS },
  session: { idleSeconds: 120, absoluteSeconds: 600, receiptSeconds: 60, perIp: wide },
  identity: { perIp: wide },
  send: {
    perDestination: wide,
    perMember: wide,
    perIp: { sms: wide, email: wide },
    sms: { total: wide, perPrefix: wide },
  },
  outbox: { activationWaitsSeconds: [5, 15, 60], lifetimeSeconds: 600, alarmSeconds: 300 },
  captcha: { tries: 10, lifetimeSeconds: BRIEF_SECONDS, questionPerIp: wide },
})
