import { createHash, randomBytes } from 'node:crypto'

const PLACE_BYTES = 18
const PLACE_LENGTH = 24
const SECRET_BYTES = 24

/** Where a session lies, whatever ids it goes through: no more than a name, which opens nothing. */
export const newPlace = (): string => randomBytes(PLACE_BYTES).toString('base64url')

/** An id for the session at `place`: its place, and 192 random bits that only the browser and this id's cookie hold (S-2). */
export const newSessionId = (place = newPlace()): string => place + randomBytes(SECRET_BYTES).toString('base64url')

export const placeOf = (sid: string): string => sid.slice(0, PLACE_LENGTH)

/** What the store knows of an id: enough to tell it from others, too little to show it as a cookie. */
export const tagOf = (sid: string): string => createHash('sha256').update(sid).digest('base64url').slice(0, 22)
