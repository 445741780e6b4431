import type { SampleMember } from '../src/demo/members.ts'

/** An invented member with everything that is typed on the way: each journey needs one of its own. */
export interface Person {
  member: SampleMember
  email: string
  phone: string
  password: string
}

/** The `count` first members of a list without end; all are reimbursed by bank transfer and have both identifiers. */
export function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => person(String(index).padStart(6, '0')))
}

function person(n: string): Person {
  const file = {
    registrationNumber: `800${n}`,
    employerId: `B${n}`,
    nationalId: `Q${n}`,
    birthDate: '1961-03-07',
    bankAccountLast8: `12${n}`,
  }
  const member = { name: `Member ${n}`, description: { fr: 'mesure', en: 'benchmark' }, file }
  return { member, email: `member-${n}@example.ma`, phone: `+212612${n}`, password: `Cheval bleu ${n}` }
}
