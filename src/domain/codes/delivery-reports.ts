import type { CodeLedger, CodeSlot, Fate, Via } from '../../ports/index.ts'
import type { Sealer } from '../crypto/seal.ts'
import type { CodeObserver } from './code-observer.ts'

export interface DeliveryReports {
  /** Made before sending, so that no report comes too early. */
  ticketFor(slot: CodeSlot, id: string): string
  /** Stores a report. Returns how the message was sent; undefined if the ticket is unknown or the status is already known. */
  record(ticket: string, fate: Fate): Promise<Via | undefined>
}

/** The ticket is the sealed slot itself: nothing is stored for it, and nobody can forge it. */
export function createDeliveryReports(
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
