import type { Limits } from './index.ts'

/** Three calls and the pauses between them, if the carrier is busy (`adapters/carrier/call.ts`). */
const CALLS_OF_A_TEXT = 3.8

/** Limits that contradict each other, one line each. */
export function crossedLimits({
  session,
  outbox,
  server,
  dependencies: { smtp, twilio, smsGateway },
}: Limits): string[] {
  const { activationWaitsSeconds, noticeWaitsSeconds, lifetimeSeconds, alarmSeconds } = outbox
  const quickSeconds = activationWaitsSeconds.reduce((sum, wait) => sum + wait) + Math.max(...activationWaitsSeconds)
  const messageSeconds =
    Math.max(smtp.mailMs, ...[twilio, smsGateway ?? twilio].map(({ callMs }) => callMs * CALLS_OF_A_TEXT)) / 1000
  const delays = [server.eventLoopDelayMs, server.pageDelayMs, server.formDelayMs] as const
  return [
    // Visitors who have typed the most are rejected last.
    ...(delays[0] <= delays[1] && delays[1] <= delays[2]
      ? []
      : ['server.pageDelayMs: must be between server.eventLoopDelayMs and server.formDelayMs']),
    ...(session.idleSeconds >= session.warningSeconds
      ? []
      : ['session.warningSeconds: must be no more than session.idleSeconds']),
    // An operator must be alerted before a job is abandoned, and no quick try may be the last.
    ...(lifetimeSeconds > quickSeconds
      ? []
      : [`outbox.lifetimeSeconds: must be more than ${quickSeconds}, for the quick tries and one more wait`]),
    ...(lifetimeSeconds > alarmSeconds ? [] : ['outbox.alarmSeconds: must be less than outbox.lifetimeSeconds']),
    // Another worker would send a message that is still being sent.
    ...(noticeWaitsSeconds[0]! > messageSeconds
      ? []
      : [`outbox.noticeWaitsSeconds.0: must be more than ${messageSeconds}, the longest send`]),
  ]
}
