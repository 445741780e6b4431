import type { CodeLedger, CodeSlot, Fate, Via } from '../../ports/index.ts'
import type { Sealer } from '../crypto/seal.ts'
import type { CodeObserver } from './code-observer.ts'

export interface DeliveryReports {
  /** The ticket that the provider returns with each report. Made before sending, so a report cannot come too early. */
  ticketFor(slot: CodeSlot, id: string): string
  /** Stores a report. Returns how the message was sent; undefined if the ticket is unknown or the status is already known. */
  record(ticket: string, fate: Fate): Promise<Via | undefined>
}

/**
 * Matches delivery reports to codes. The ticket is the sealed slot itself: nothing is stored for it, and it cannot be forged.
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
