import type { Limits } from './limits.ts'

/** Three calls and the pauses between them, where Twilio has too many requests (`adapters/twilio/call.ts`). */
const CALLS_OF_A_TEXT = 3.8

/** Limits that are each within their bounds but do not go together, one line each. */
export function crossedLimits({ session, outbox, server, dependencies: { smtp, twilio } }: Limits): string[] {
  const { activationWaitsSeconds, noticeWaitsSeconds, lifetimeSeconds, alarmSeconds } = outbox
  const quickSeconds = activationWaitsSeconds.reduce((sum, wait) => sum + wait) + Math.max(...activationWaitsSeconds)
  const messageSeconds = Math.max(smtp.mailMs, twilio.callMs * CALLS_OF_A_TEXT) / 1000
  const delays = [server.eventLoopDelayMs, server.pageDelayMs, server.formDelayMs] as const
  return [
    // Whoever has typed the most is to be turned away last.
    ...(delays[0] <= delays[1] && delays[1] <= delays[2]
      ? []
      : ['server.pageDelayMs: must be between server.eventLoopDelayMs and server.formDelayMs']),
    ...(session.idleSeconds >= session.warningSeconds
      ? []
      : ['session.warningSeconds: must be no more than session.idleSeconds']),
    // People are to look before a job is given up: none of the quick tries may be the last.
    ...(lifetimeSeconds > quickSeconds
      ? []
      : [`outbox.lifetimeSeconds: must be more than ${quickSeconds}, for the quick tries and one more wait`]),
    ...(lifetimeSeconds > alarmSeconds ? [] : ['outbox.alarmSeconds: must be less than outbox.lifetimeSeconds']),
    // A message still on its way would be taken up by another worker, and sent twice.
    ...(noticeWaitsSeconds[0]! > messageSeconds
      ? []
      : [`outbox.noticeWaitsSeconds.0: must be more than ${messageSeconds}, the longest a message may take`]),
  ]
}
