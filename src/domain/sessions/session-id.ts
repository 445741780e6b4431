import { hash } from 'node:crypto'
import { randomToken } from '../crypto/random.ts'

const PLACE_BYTES = 18
const PLACE_LENGTH = 24
const REFERENCE_BYTES = 3
const REFERENCE_LENGTH = 4
const SECRET_BYTES = 24

/** Where a session lies, whatever ids it goes through: no more than a name, which opens nothing. */
export const newPlace = (): string => randomToken(PLACE_BYTES)

/**
 * An id for the session at `place`: its place, the number of its support reference, so that a visit finds both at once, and
 * 192 random bits that only the browser and this id's cookie hold (S-2).
 */
export function newSessionId(place = newPlace(), reference = 'R-0'): string {
  const number = Buffer.alloc(REFERENCE_BYTES)
  number.writeUIntBE(Number(reference.slice(2)), 0, REFERENCE_BYTES)
  return place + number.toString('base64url') + randomToken(SECRET_BYTES)
}

export const placeOf = (sid: string): string => sid.slice(0, PLACE_LENGTH)

/** `R-0`, which is nobody's, for an id that names none. */
export function referenceOf(sid: string): string {
  const number = Buffer.from(sid.slice(PLACE_LENGTH, PLACE_LENGTH + REFERENCE_LENGTH), 'base64url')
  return `R-${Number(`0x0${number.toString('hex')}`)}`
}

/** What the store knows of an id: enough to tell it from others, too little to show it as a cookie. */
export const tagOf = (sid: string): string => hash('sha256', sid, 'base64url').slice(0, 22)
