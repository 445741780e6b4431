/** Fits nobody. */
export const INVENTED = {
  identifier: { type: 'registrationNumber', value: '999999999' },
  nationalId: 'ZZ9999999',
  birthDate: '1901-01-01',
}
export type Claim = typeof INVENTED

/** The claim with each fact changed in turn, with a name for the row. */
export function wrongFacts(claim: Claim): [string, Claim][] {
  const { identifier, nationalId, birthDate } = claim
  return [
    ['another identifier', { ...claim, identifier: { ...identifier, value: changed(identifier.value) } }],
    ['another national ID', { ...claim, nationalId: changed(nationalId) }],
    ['another birth date', { ...claim, birthDate: `${Number(birthDate.slice(0, 4)) - 1}${birthDate.slice(4)}` }],
    ...(birthDate.length > 4
      ? [['the year alone of a full date', { ...claim, birthDate: birthDate.slice(0, 4) }] as [string, Claim]]
      : []),
  ]
}

/** Undefined if the identifier has no room for a zero. */
export function withZeros(claim: Claim): Claim | undefined {
  const { type, value } = claim.identifier
  if (value.length > 14) return undefined
  return { ...claim, identifier: { type, value: value.replace(/^[A-Z]*/, letters => `${letters}0`) } }
}

/** The text with another last character; of a civil-status number, another number in the same year. */
export function changed(text: string): string {
  return text.replace(/\w(?=$|\/)/, last =>
    /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'A' ? 'B' : 'A',
  )
}
