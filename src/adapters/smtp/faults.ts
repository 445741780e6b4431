import { createDistinctRecipients } from '../faults/distinct-recipients.ts'
import { createFailureStreak } from '../faults/failure-streak.ts'
import { createPause } from '../faults/pause.ts'
import type { SmtpFault } from './replies.ts'

export const SMTP_ALARMS = { account: 1, theirs: 5, sender: { recipients: 3 }, address: { recipients: 10 } } as const

const PAUSED_AFTER = 3

export interface SmtpFaults {
  enter(): void
  failed(fault: SmtpFault, to: string, reply: string): void
  succeeded(): void
}

/** A recipient's server may refuse our sender for its own reasons, so that pause needs different addresses. */
export function createSmtpFaults(pauseMs: number, alarm: (name: string, raised: boolean) => void): SmtpFaults {
  const streaks = {
    account: createFailureStreak(SMTP_ALARMS.account, (_, on) => alarm('smtp-account', on)),
    theirs: createFailureStreak(SMTP_ALARMS.theirs, (_, on) => alarm('smtp-theirs', on)),
  }
  const sender = createDistinctRecipients(on => alarm('smtp-sender', on))
  const address = createDistinctRecipients(on => alarm('smtp-one-cause', on))
  const pauses = { account: createPause(PAUSED_AFTER, pauseMs), sender: createPause(1, pauseMs) }

  return {
    enter() {
      pauses.account.enter()
      pauses.sender.enter()
    },

    failed(fault, to, reply) {
      if (fault === 'account' || fault === 'theirs') streaks[fault].failed(fault)
      if (fault === 'account') pauses.account.refused()
      if (fault === 'address') address.failed(reply, to, SMTP_ALARMS.address.recipients)
      if (fault === 'sender' && sender.failed(fault, to, SMTP_ALARMS.sender.recipients)) pauses.sender.refused()
    },

    succeeded() {
      for (const each of [streaks.account, streaks.theirs, sender, address, pauses.account, pauses.sender])
        each.succeeded()
    },
  }
}
