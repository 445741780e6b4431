import { randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Every letter gets equally many numbers: 1,000,000 and 10,000,000 are multiples of 64. */
const [LEAST, BEYOND] = [1_000_000 / LETTERS.length, 10_000_000 / LETTERS.length]

/** A random `R-` and seven digits (AG-1) in the Redis slot of `place`. */
export const drawReference = (place: string): string =>
  `R-${randomInt(LEAST, BEYOND) * LETTERS.length + LETTERS.indexOf(place[0]!)}`

export const slotOf = (reference: string): string => LETTERS[Number(reference.slice(2)) % LETTERS.length]!

/** `R-482 1379`: in groups for reading out. */
export const grouped = (reference: string): string => reference.replace(/^(R-\d{3})(\d{4})$/, '$1 $2')
