import { randomBytes } from 'node:crypto'
import type { Question } from '../../ports/index.ts'
import type { SampleMember } from './members.ts'

const HOUR_MS = 60 * 60 * 1000
const LIFETIME_MS = 2 * HOUR_MS
/** For so long an activation may be repeated with its handle. */
const REPEATED_MS = 24 * HOUR_MS

export interface Held {
  member: SampleMember
  questions: Question[]
}

/** Random names for members, valid for two hours. */
export function handleBook(now: () => number = Date.now) {
  const held = new Map<string, Held & { until: number }>()
  return {
    open(member: SampleMember, questions: Question[]): string {
      const handle = randomBytes(18).toString('base64url')
      held.set(handle, { member, questions, until: now() + LIFETIME_MS })
      return handle
    },
    /** Extends the handle's life, so that the activation may be repeated. */
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
