import { randomBytes } from 'node:crypto'
import type { Question } from '../ports.ts'
import type { SampleMember } from './members.ts'

const LIFETIME_MS = 2 * 60 * 60 * 1000

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
    find(handle: string): Held | undefined {
      const found = held.get(handle)
      return found && found.until > now() ? found : undefined
    },
  }
}
