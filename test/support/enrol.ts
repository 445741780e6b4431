import { readOrganisation } from '../../src/config/organisation-file.ts'
import type { SampleMember } from '../../src/demo/member-data/members.ts'
import { onFile } from '../../src/demo/member-data/on-file.ts'

let enrolled = 0

/** Adds an invented member to the insurer's files and returns what they know of themselves. */
export function enrol(members: SampleMember[], payment: 'bank' | 'postal', previousContacts = {}, insurer?: string) {
  const n = String(++enrolled).padStart(6, '0')
  const file = {
    registrationNumber: `900${n}`,
    employerId: `EMP${n}`,
    nationalId: `T${n}`,
    birthDate: '1961-03-07',
    ...(payment === 'bank' ? { bankAccountLast8: `55${n}` } : { civilStatusNumber: `${Number(n)}/1961` }),
  }
  const description = { fr: 'essai', en: 'test' }
  const member = onFile(readOrganisation(insurer))({ name: `Member ${n}`, description, file, previousContacts })
  members.push(member)
  return member.file as typeof file
}
