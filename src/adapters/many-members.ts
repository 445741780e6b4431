import { createHmac, randomBytes } from 'node:crypto'

export interface ManyMembers {
  /** Counts a destination for a cause; returns whether `members` different ones were affected. */
  failed(cause: string, destination: string, members: number): boolean
  succeeded(): void
}

/** Counts destinations, not failures, since one member may retry a wrong number often; hashed, in this process only. */
export function manyMembers(alarm: (raised: boolean) => void): ManyMembers {
  const key = randomBytes(16)
  const met = new Map<string, Set<string>>()
  let raised = false
  return {
    failed(cause, destination, members) {
      const destinations = met.get(cause) ?? new Set()
      met.set(cause, destinations)
      if (destinations.size < members) destinations.add(createHmac('sha256', key).update(destination).digest('base64'))
      const enough = destinations.size >= members
      if (enough && !raised) {
        raised = true
        alarm(true)
      }
      return enough
    },

    succeeded() {
      met.clear()
      if (raised) alarm(false)
      raised = false
    },
  }
}
