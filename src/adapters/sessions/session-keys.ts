import { placeOf, referenceOf } from '../../domain/sessions/session-id.ts'
import { slotOf } from '../../domain/sessions/support-reference.ts'

/** In one slot, so that a session and its support reference expire and end together (AG-1). */
export type Keys = readonly [session: string, reference: string]

export function keysOf(sid: string): Keys {
  const place = placeOf(sid)
  return [`s:{${place[0]}}${place.slice(1)}`, keyIn(place[0]!, referenceOf(sid))]
}

export const referenceKey = (reference: string): string => keyIn(slotOf(reference), reference)

const keyIn = (slot: string, reference: string): string => `r:{${slot}}${reference}`
