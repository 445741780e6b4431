import type { SampleMember } from '../../src/demo/member-data/members.ts'

let enrolled = 0

/** Adds an invented member to the insurer's files and returns what they know of themselves. */
export function enrol(members: SampleMember[], payment: 'bank' | 'postal', previousContacts = {}) {
  const n = String(++enrolled).padStart(6, '0')
  const file = {
    registrationNumber: `900${n}`,
    employerId: `EMP${n}`,
    nationalId: `T${n}`,
    birthDate: '1961-03-07',
    ...(payment === 'bank' ? { bankAccountLast8: `55${n}` } : { civilStatusNumber: `${Number(n)}/1961` }),
  }
  members.push({ name: `Member ${n}`, description: { fr: 'essai', en: 'test' }, file, previousContacts })
  return file
}
