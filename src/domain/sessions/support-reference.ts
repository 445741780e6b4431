import { randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Each letter has as many numbers of seven digits as the next: 1,000,000 and 10,000,000 are multiples of 64. */
const [LEAST, BEYOND] = [1_000_000 / LETTERS.length, 10_000_000 / LETTERS.length]

/** `R-` and seven digits (AG-1), at random among those that are kept beside what lies at `place`. */
export const drawReference = (place: string): string =>
  `R-${randomInt(LEAST, BEYOND) * LETTERS.length + LETTERS.indexOf(place[0]!)}`

/** Names the slot of a Redis cluster in which a reference is kept: the first letter of its session's place. */
export const slotOf = (reference: string): string => LETTERS[Number(reference.slice(2)) % LETTERS.length]!
