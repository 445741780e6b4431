import type { Rule } from '../rules.ts'
import type { SampleMember } from '../sample.ts'

export const INVENTED = {
  identifier: { type: 'registrationNumber', value: '999999999' },
  nationalId: 'ZZ9999999',
  birthDate: '1901-01-01',
}
export type Claim = typeof INVENTED

/** The claim with each fact changed in turn, a name for the row, and the rule that it breaks. */
export function wrongFacts(member: SampleMember): [string, Claim, Rule][] {
  const claim = member.claim as Claim
  const { identifier, nationalId, birthDate } = claim
  const other = identifier.type === 'employerId' ? 'registrationNumber' : 'employerId'
  const swapped = { type: other, value: identifier.value }
  const year = birthDate.slice(0, 4)
  return [
    ['another identifier', { ...claim, identifier: { ...identifier, value: changed(identifier.value) } }, 'allThree'],
    ['another national ID', { ...claim, nationalId: changed(nationalId) }, 'allThree'],
    ['another birth date', { ...claim, birthDate: `${Number(year) - 1}${birthDate.slice(4)}` }, 'allThree'],
    ...(birthDate === year ? [] : [named('the year alone of a full date', { ...claim, birthDate: year }, 'yearOnly')]),
    ...(member.answers[other] === identifier.value
      ? []
      : [named('the identifier as another one', { ...claim, identifier: swapped }, 'allThree')]),
  ]
}

const named = (...row: [string, Claim, Rule]) => row

/** The claim with a zero more in front of a number, if it has room. */
export function withZeros(claim: Claim): [string, Claim][] {
  const { identifier, nationalId } = claim
  const zero = (text: string) => text.replace(/^[A-Z]*/, letters => `${letters}0`)
  const longer = { ...claim, identifier: { ...identifier, value: zero(identifier.value) } }
  return [
    ...(identifier.value.length < 15 ? [['the identifier with a zero more', longer] as [string, Claim]] : []),
    ...(/^[A-Z]+\d{2,6}$/.test(nationalId)
      ? [['the national ID with a zero more', { ...claim, nationalId: zero(nationalId) }] as [string, Claim]]
      : []),
  ]
}

/** The text with another last character; of a civil-status number, another number in the same year. */
export function changed(text: string): string {
  return text.replace(/\w(?=$|\/)/, last =>
    /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'A' ? 'B' : 'A',
  )
}
