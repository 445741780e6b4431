import type { Channel, CodeLedger } from '../ports.ts'

export type CodeFate = 'sent' | 'unsent' | 'verified' | 'failed'

/** The same ledger; `count` hears what becomes of each code and each attempt. */
export function countedLedger(ledger: CodeLedger, count: (channel: Channel, fate: CodeFate) => void): CodeLedger {
  return {
    ...ledger,

    async issue(slot, code) {
      const issue = await ledger.issue(slot, code)
      if (issue.kind === 'issued') count(slot.channel, 'sent')
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
    },
  }
}
