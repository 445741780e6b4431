import { createHmac, randomBytes } from 'node:crypto'

/** Hears whom each cause met. */
export interface ManyMembers {
  /** Says whether the cause has met enough different people by now. */
  came(cause: string, destination: string, members: number): boolean
  wentWell(): void
}

/**
 * One person with a wrong number may try it often: what counts is how many different addresses or numbers one cause has met
 * with no success between. They are kept as hashes, in this process alone.
 */
export function manyMembers(alarm: (raised: boolean) => void): ManyMembers {
  const key = randomBytes(16)
  const met = new Map<string, Set<string>>()
  let raised = false
  return {
    came(cause, destination, members) {
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

    wentWell() {
      met.clear()
      if (raised) alarm(false)
      raised = false
    },
  }
}
