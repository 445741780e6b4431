import { inARow } from '../in-a-row.ts'
import { manyMembers } from '../many-members.ts'
import { pause } from '../pause.ts'
import type { SmtpFault } from './replies.ts'

/** What follows from a fault: an alarm after so many in a row, or once it met so many different addresses. */
export const SMTP_ALARMS = { account: 1, theirs: 5, sender: { members: 3 }, address: { members: 10 } } as const

const PAUSED_AFTER = 3

export interface SmtpFaults {
  /** Throws `NotCalled` while mails are paused. */
  enter(): void
  came(fault: SmtpFault, to: string, reply: string): void
  wentWell(): void
}

/**
 * Keeps count of whose fault each refusal was: pauses what nobody can use, and calls for people. A refusal that the recipient's
 * own server may have chosen pauses mails only once it met different addresses.
 */
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

    came(fault, to, reply) {
      if (fault === 'account' || fault === 'theirs') rows[fault].came(fault)
      if (fault === 'account') pauses.account.refused()
      if (fault === 'address') address.came(reply, to, SMTP_ALARMS.address.members)
      if (fault === 'sender' && sender.came(fault, to, SMTP_ALARMS.sender.members)) pauses.sender.refused()
    },

    wentWell() {
      for (const each of [rows.account, rows.theirs, sender, address, pauses.account, pauses.sender]) each.wentWell()
    },
  }
}
