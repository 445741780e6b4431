import { inARow } from '../in-a-row.ts'
import { manyMembers } from '../many-members.ts'
import { pause } from '../pause.ts'
import type { SmtpFault } from './replies.ts'

export const SMTP_ALARMS = { account: 1, theirs: 5, sender: { members: 3 }, address: { members: 10 } } as const

const PAUSED_AFTER = 3

export interface SmtpFaults {
  enter(): void
  failed(fault: SmtpFault, to: string, reply: string): void
  succeeded(): void
}

/** A recipient's server may refuse our sender for its own reasons, so that pause needs different addresses. */
export function smtpFaults(pauseMs: number, alarm: (name: string, raised: boolean) => void): SmtpFaults {
  const rows = {
    account: inARow(SMTP_ALARMS.account, (_, on) => alarm('smtp-account', on)),
    theirs: inARow(SMTP_ALARMS.theirs, (_, on) => alarm('smtp-theirs', on)),
  }
  const sender = manyMembers(on => alarm('smtp-sender', on))
  const address = manyMembers(on => alarm('smtp-one-cause', on))
  const pauses = { account: pause(PAUSED_AFTER, pauseMs), sender: pause(1, pauseMs) }

  return {
    enter() {
      pauses.account.enter()
      pauses.sender.enter()
    },

    failed(fault, to, reply) {
      if (fault === 'account' || fault === 'theirs') rows[fault].failed(fault)
      if (fault === 'account') pauses.account.refused()
      if (fault === 'address') address.failed(reply, to, SMTP_ALARMS.address.members)
      if (fault === 'sender' && sender.failed(fault, to, SMTP_ALARMS.sender.members)) pauses.sender.refused()
    },

    succeeded() {
      for (const each of [rows.account, rows.theirs, sender, address, pauses.account, pauses.sender]) each.succeeded()
    },
  }
}
