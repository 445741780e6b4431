import { hash } from 'node:crypto'
import { randomToken } from '../crypto/random.ts'

const PLACE_BYTES = 18
const PLACE_LENGTH = 24
const REFERENCE_BYTES = 3
const REFERENCE_LENGTH = 4
const SECRET_BYTES = 24

/** The place of a session in the store, the same for all its ids; it grants no access. */
export const newPlace = (): string => randomToken(PLACE_BYTES)

/** A session id: its place, its support reference, so that one visit finds both, and 192 random bits (S-2). */
export function newSessionId(place = newPlace(), reference = 'R-0'): string {
  const number = Buffer.alloc(REFERENCE_BYTES)
  number.writeUIntBE(Number(reference.slice(2)), 0, REFERENCE_BYTES)
  return place + number.toString('base64url') + randomToken(SECRET_BYTES)
}

export const placeOf = (sid: string): string => sid.slice(0, PLACE_LENGTH)

/** `R-0`, which is never drawn, for an id without a reference. */
export function referenceOf(sid: string): string {
  const number = Buffer.from(sid.slice(PLACE_LENGTH, PLACE_LENGTH + REFERENCE_LENGTH), 'base64url')
  return `R-${Number(`0x0${number.toString('hex')}`)}`
}

/** What the store keeps of an id: enough to compare, too little to use as a cookie. */
export const tagOf = (sid: string): string => hash('sha256', sid, 'base64url').slice(0, 22)
