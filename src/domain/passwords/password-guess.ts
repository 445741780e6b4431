import { fold, readings, soundOf } from './readings.ts'

export interface PasswordContext {
  email: string
  phone: string
  /** Whether a card number, e.g. `AB123456`, is the member's own; the number itself is not stored. */
  isOwnCard(number: string): boolean
}

export interface GuessLists {
  common: ReadonlySet<string>
  words: Iterable<string>
}

export type GuessTest = (password: string, context: PasswordContext) => boolean

const SHORTEST_WORD = 3
/** With so few letters beside one of the member's numbers, a password is guessable. */
const FEW_LETTERS = 4
/** Whether it is a common password, or one or two listed words with digits and signs around them (PW-3). */
export function createGuessTest({ common, words }: GuessLists): GuessTest {
  const listed = new Set([...words].map(soundOf))

  return (password, context) => {
    const folded = fold(password)
    if (common.has(password.toLowerCase()) || common.has(folded) || isOwnNumber(folded, context)) return true
    const digits = folded.replace(/\D/g, '')
    if (lettersIn(folded) <= 2 && common.has(digits)) return true
    const own = ownWords(context.email)
    const known = (word: string) => listed.has(word) || own.has(word)
    return readings(folded).some(text => common.has(text) || isKnown(text, known))
  }
}

function isKnown(text: string, known: (word: string) => boolean): boolean {
  const whole = soundOf(text)
  if (known(whole)) return true
  const parts = text.split(/[^\p{L}]+/u)
  const words = parts.filter(part => part.length > 1)
  if (parts.length > words.length + 1 || words.length === 0 || words.length > 2) return false
  return words.every(word => known(soundOf(word))) || (words.length === 1 && isTwoWords(words[0]!, known))
}

function isTwoWords(text: string, known: (word: string) => boolean): boolean {
  for (let at = SHORTEST_WORD; at <= text.length - SHORTEST_WORD; at++)
    if (known(soundOf(text.slice(0, at))) && known(soundOf(text.slice(at)))) return true
  return false
}

function ownWords(email: string): Set<string> {
  const address = fold(email)
  const name = address.split('@')[0]!
  const wholes = [address, name].map(text => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
  const parts = name.split(/[^\p{L}]+/u).filter(part => part.length >= SHORTEST_WORD)
  return new Set([...wholes, ...parts].filter(text => text !== '').map(soundOf))
}

function isOwnNumber(folded: string, { phone, isOwnCard }: PasswordContext): boolean {
  if (lettersIn(folded) > FEW_LETTERS) return false
  if (folded.replace(/\D/g, '').includes(phone.slice(-9))) return true
  const packed = folded.replace(/[^a-z0-9]/g, '').toUpperCase()
  const cards = [...packed.matchAll(/(?=([A-Z]{1,2})(\d{2,7}))/g)].flatMap(([, letters = '', digits = '']) =>
    Array.from(digits, (_, n) => letters + digits.slice(0, n + 1)),
  )
  return cards.some(isOwnCard)
}

const lettersIn = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0
