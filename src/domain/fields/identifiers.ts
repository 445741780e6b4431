import { hasOnlyDigits, type Organisation } from '../../config/organisation.ts'
import { optional } from './clean.ts'
import { CARD, EMPLOYER, registrationLabels } from './labels.ts'
import { joined, piecesOf } from './pieces.ts'
import { field, type Misread, type Reader, type Reading } from './reading.ts'

export type IdentifierType = 'registrationNumber' | 'employerId'
type Insurer = Pick<Organisation, IdentifierType | 'name' | 'shortName'>

/** An unknown label, as in `CODE 123456`, or the beginning of the number. */
const WORD = /^(?:[A-Z]{3,}|NO?)$/
const CARD_NUMBER = /^[A-Z]{1,2}\d{2,7}$/

export function identifierReader(type: IdentifierType, { name, shortName, [type]: { pattern } }: Insurer): Reader {
  const form = new RegExp(pattern)
  const fits = (number: string) => form.test(number)
  const withoutLabel = type === 'registrationNumber' ? registrationLabels([shortName, name.fr, name.ar]) : EMPLOYER
  const parts = hasOnlyDigits(pattern) ? numberIn : wordsApart
  return text => parts(upperCase(withoutLabel(text)) || text, fits)
}

export const identifier = (type: IdentifierType, insurer: Insurer) => field(identifierReader(type, insurer))

/** The same for a field that may not be the chosen one: unreadable text is kept as typed. */
export function unjudged(type: IdentifierType, insurer: Insurer) {
  const reader = identifierReader(type, insurer)
  return optional().transform(text => {
    const reading = reader(text)
    return 'value' in reading ? reading.value : text
  })
}

export const nationalId = field(text => {
  const bare = upperCase(CARD(text)) || text
  // Only the length separates a label from a number that touches it.
  const glued = /^CNIE?|^CINE?/.exec(bare)?.[0]
  const number = glued && CARD_NUMBER.test(bare.slice(glued.length)) ? bare.slice(glued.length) : bare
  return wordsApart(number, number => CARD_NUMBER.test(number))
})

/** Upper case for a–z only: ı and ß would become I and SS and look valid. */
export const upperCase = (text: string) => text.replace(/[a-z]+/g, letters => letters.toUpperCase())

/** As `numberIn` for numbers that may begin with letters: a separate word is not joined to the number. */
function wordsApart(text: string, fits: (number: string) => boolean): Reading {
  const { pieces } = piecesOf(text)
  const [word = '', ...rest] = pieces
  const isLabel = WORD.test(word) && (word === 'NO' || fits(rest.join('')))
  return isLabel && rest.length > 0 ? inPieces(pieces) : numberIn(text, fits)
}

function numberIn(text: string, fits: (number: string) => boolean): Reading {
  const number = joined(text, fits)
  if (number === undefined) return inPieces(piecesOf(text).pieces)
  return fits(number) ? { value: number } : { code: 'format', read: text }
}

function inPieces(pieces: readonly string[]): Misread {
  return { code: 'parts', read: pieces.join(' + ') }
}
