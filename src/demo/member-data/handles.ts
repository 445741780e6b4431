import { randomBytes } from 'node:crypto'
import type { Question } from '../../ports/index.ts'
import type { SampleMember } from './members.ts'

const HOUR_MS = 60 * 60 * 1000
const LIFETIME_MS = 2 * HOUR_MS
/** From the activation that a handle was used for: so long may it be repeated. */
const REPEATED_MS = 24 * HOUR_MS

/** What a handle stands for: the member, and what the identity check asked. */
export interface Held {
  member: SampleMember
  questions: Question[]
}

/** Opaque names for members that live two hours and tell nothing. */
export function handleBook(now: () => number = Date.now) {
  const held = new Map<string, Held & { until: number }>()
  return {
    open(member: SampleMember, questions: Question[]): string {
      const handle = randomBytes(18).toString('base64url')
      held.set(handle, { member, questions, until: now() + LIFETIME_MS })
      return handle
    },
    /** For an activation and its repeats. */
    findToActivate(handle: string): Held | undefined {
      const found = this.find(handle)
      if (found) Object.assign(found, { until: now() + REPEATED_MS })
      return found
    },
    find(handle: string): Held | undefined {
      const found = held.get(handle)
      return found && found.until > now() ? found : undefined
    },
  }
}
