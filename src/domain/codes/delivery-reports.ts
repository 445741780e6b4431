import type { CodeLedger, CodeSlot, Fate, Via } from '../../ports/index.ts'
import type { Sealer } from '../crypto/seal.ts'
import type { CodeObserver } from './code-observer.ts'

export interface DeliveryReports {
  /** What a provider brings back with each report of one dispatch. Made before it is sent, so that no report can be too early. */
  ticketFor(slot: CodeSlot, id: string): string
  /** Keeps what a report says: which way the message went, or undefined where the ticket is not ours or this is no news. */
  record(ticket: string, fate: Fate): Promise<Via | undefined>
}

/**
 * Brings reports of deliveries to the codes that they are of. The ticket is the sealed slot itself: nothing has to be kept
 * for it, and a forged one opens nothing.
 */
export function deliveryReports(
  ledger: Pick<CodeLedger, 'report'>,
  sealer: Sealer,
  { onReport }: Pick<CodeObserver, 'onReport'>,
): DeliveryReports {
  return {
    ticketFor: ({ flow, channel }, id) => sealer.seal(JSON.stringify([flow, channel, id]), CONTEXT),

    async record(ticket, fate) {
      const opened = sealer.open(ticket, CONTEXT)
      if (opened === undefined) return undefined
      const [flow, channel, id] = JSON.parse(opened) as [CodeSlot['flow'], CodeSlot['channel'], string]
      const via = await ledger.report({ flow, channel }, id, fate)
      if (via) onReport(via, fate)
      return via
    },
  }
}

const CONTEXT = 'delivery-ticket'
