import { placeOf, referenceOf } from '../../domain/sessions/session-id.ts'
import { slotOf } from '../../domain/sessions/support-reference.ts'

/** Where a session lies, and its support reference in the same slot: they live and end together (AG-1). */
export type Keys = readonly [session: string, reference: string]

/** The same for every id that a session goes through. */
export function keysOf(sid: string): Keys {
  const place = placeOf(sid)
  return [`s:{${place[0]}}${place}`, keyIn(place[0]!, referenceOf(sid))]
}

export const referenceKey = (reference: string): string => keyIn(slotOf(reference), reference)

const keyIn = (slot: string, reference: string): string => `r:{${slot}}${reference}`
