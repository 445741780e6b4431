import type { Channel, CodeLedger, Fate, Via } from '../ports/index.ts'

/** The same ledger; `count` hears how each attempt at a code ended, `countDelivery` what became of each message to a phone. */
export function countedLedger(
  ledger: CodeLedger,
  count: (channel: Channel, fate: 'verified' | 'failed') => void,
  countDelivery: (via: Via, fate: Fate) => void,
): CodeLedger {
  return {
    ...ledger,

    async check(slot, macs) {
      const check = await ledger.check(slot, macs)
      count(slot.channel, check.kind === 'right' ? 'verified' : 'failed')
      return check
    },

    async report(slot, id, fate) {
      const via = await ledger.report(slot, id, fate)
      if (via) countDelivery(via, fate)
      return via
    },
  }
}
