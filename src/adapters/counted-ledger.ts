import type { Channel, CodeLedger, Fate, Via } from '../ports.ts'

export type CodeFate = 'sent' | 'unsent' | 'verified' | 'failed'

/** The same ledger; `count` hears what becomes of each code and each attempt, `countDelivery` of each message to a phone. */
export function countedLedger(
  ledger: CodeLedger,
  count: (channel: Channel, fate: CodeFate) => void,
  countDelivery: (via: Via, fate: Fate | 'sent' | 'unsent') => void,
): CodeLedger {
  return {
    ...ledger,

    async issue(slot, code) {
      const issue = await ledger.issue(slot, code)
      if (issue.kind !== 'issued') return issue
      count(slot.channel, 'sent')
      if (code.dispatch) countDelivery(code.dispatch.via, 'sent')
      return issue
    },

    async check(slot, macs) {
      const check = await ledger.check(slot, macs)
      count(slot.channel, check.kind === 'right' ? 'verified' : 'failed')
      return check
    },

    async withdraw(slot, code) {
      await ledger.withdraw(slot, code)
      count(slot.channel, 'unsent')
      if (code.dispatch) countDelivery(code.dispatch.via, 'unsent')
    },

    async report(slot, id, fate) {
      const via = await ledger.report(slot, id, fate)
      if (via) countDelivery(via, fate)
      return via
    },
  }
}
