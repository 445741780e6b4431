import { hasOnlyDigits, type Organisation } from '../config/organisation.ts'

type Facts = ReadonlySet<string>

/** What sentences depend on: `abroad`, mobiles of other countries are served; `letters`, `alone`, of the registration number; `rib`, its last digits are asked. */
export function factsOf({ phoneCountries, registrationNumber, bankDigits }: Organisation): Facts {
  const facts = {
    abroad: phoneCountries.length > 1,
    letters: !hasOnlyDigits(registrationNumber.pattern),
    alone: !registrationNumber.mistakenFor,
    rib: bankDigits === 'rib',
  }
  return new Set(Object.entries(facts).flatMap(([fact, holds]) => (holds ? [fact] : [])))
}

/** The copy for an insurer: `key@alone@letters` replaces `key` if both facts hold, rather than `key@alone`. */
export function fitting<Copy>(copy: Copy, facts: Facts): Copy {
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy) || isSentence(copy)) return copy
  const entries = Object.entries(copy)
    .map(([key, value]) => ({ needs: key.split('@').slice(1), key: key.split('@')[0]!, value }))
    .filter(({ needs }) => needs.every(fact => facts.has(fact)))
    .toSorted((one, other) => one.needs.length - other.needs.length)
  return Object.fromEntries(entries.map(({ key, value }) => [key, fitting(value, facts)])) as Copy
}

const isSentence = (copy: object) => 'reviewed' in copy
