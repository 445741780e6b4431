import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type SampleMember, sampleMembers } from '../../src/demo/member-data/members.ts'

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const rows = text
  .split('\n')
  .filter(line => line.startsWith('| '))
  .map(line => line.slice(2, -2).split(' | '))

describe('the table of sample members in the README', () => {
  for (const member of sampleMembers)
    test(`shows what ${member.name} types on the identity and payment pages`, () => {
      const row = rows.find(([first]) => first?.startsWith(`${member.name}, `))
      assert.deepEqual(row?.slice(1), typedBy(member))
    })
})

function typedBy({ file }: SampleMember): string[] {
  const born = file.birthDate.split('-').reverse().join('/')
  const { registrationNumber, employerId, nationalId, bankAccountLast8, civilStatusNumber } = file
  return [registrationNumber, employerId, nationalId, born, bankAccountLast8, civilStatusNumber].map(
    fact => fact ?? '–',
  )
}
