import type { Organisation } from '../../config/organisation.ts'
import { bankAccountLast8 } from '../../domain/fields/bank-account.ts'
import type { SampleMember } from './members.ts'

/** A member as this insurer has them on file: with numbers of its form, and the digits of the RIB that it compares. */
export function onFile(organisation: Organisation) {
  return ({ file, rib, ...member }: SampleMember): SampleMember => ({
    ...member,
    ...(rib && { rib }),
    file: {
      ...file,
      ...(file.registrationNumber && {
        registrationNumber: inForm(file.registrationNumber, organisation.registrationNumber),
      }),
      ...(file.employerId && { employerId: inForm(file.employerId, organisation.employerId) }),
      ...(rib && { bankAccountLast8: bankAccountLast8(organisation.bankDigits).parse(rib) }),
    },
  })
}

/** The number itself if it fits, else the insurer's example with its last digits. */
function inForm(number: string, { pattern, example }: Organisation['employerId' | 'registrationNumber']): string {
  if (new RegExp(pattern).test(number)) return number
  const digits = number.replace(/\D/g, '').split('')
  const made = [...example].toReversed().map(mark => (/\d/.test(mark) ? (digits.pop() ?? mark) : mark))
  return made.toReversed().join('')
}
