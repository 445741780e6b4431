import { createHmac, randomBytes } from 'node:crypto'

export interface DistinctRecipients {
  /** Counts a destination for a cause; returns whether `recipients` different ones were affected. */
  failed(cause: string, destination: string, recipients: number): boolean
  succeeded(): void
}

/** Counts destinations, not failures, since one member may retry a wrong number often; hashed, in this process only. */
export function createDistinctRecipients(alarm: (raised: boolean) => void): DistinctRecipients {
  const key = randomBytes(16)
  const byCause = new Map<string, Set<string>>()
  let raised = false
  return {
    failed(cause, destination, recipients) {
      const destinations = byCause.get(cause) ?? new Set()
      byCause.set(cause, destinations)
      if (destinations.size < recipients)
        destinations.add(createHmac('sha256', key).update(destination).digest('base64'))
      const enough = destinations.size >= recipients
      if (enough && !raised) {
        raised = true
        alarm(true)
      }
      return enough
    },

    succeeded() {
      byCause.clear()
      if (raised) alarm(false)
      raised = false
    },
  }
}
