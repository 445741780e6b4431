import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { NewAccount } from '../ports.ts'
import type { SampleMember } from './members.ts'

export interface StoredAccount extends Pick<NewAccount, 'email' | 'phone' | 'passwordHash' | 'language'> {
  account: string
  activatedAt: string
  registrationNumber?: string | undefined
  name: string
}

type Outcome =
  | { kind: 'created' | 'repeated'; account: StoredAccount }
  | { kind: 'busy' | 'account-active' | 'idempotency-key-reused' }

/** The accounts that were activated, in memory, one for each member; idempotent by key. */
export function accountBook() {
  const accounts = new Map<SampleMember, StoredAccount>()
  const requests = new Map<string, { member: SampleMember; body: NewAccount; account: StoredAccount }>()
  const refusedOnce = new Set<SampleMember>()
  const isActive = (member: SampleMember) => member.active === true || accounts.has(member)
  return {
    isActive,

    activate(member: SampleMember, body: NewAccount, key: string): Outcome {
      const earlier = requests.get(key)
      if (earlier) {
        const same = earlier.member === member && isDeepStrictEqual(earlier.body, body)
        return same ? { kind: 'repeated', account: earlier.account } : { kind: 'idempotency-key-reused' }
      }
      if (isActive(member)) return { kind: 'account-active' }
      if (member.busyOnce && !refusedOnce.has(member)) {
        refusedOnce.add(member)
        return { kind: 'busy' }
      }
      const account = open(member, body)
      accounts.set(member, account)
      requests.set(key, { member, body, account })
      return { kind: 'created', account }
    },

    /** By e-mail address or registration number, as the member space lets people sign in. */
    find(login: string): StoredAccount | undefined {
      const wanted = login.trim().toLowerCase()
      return [...accounts.values()].find(
        ({ email, registrationNumber }) => email.toLowerCase() === wanted || registrationNumber === wanted,
      )
    },
  }
}

function open(member: SampleMember, { email, phone, passwordHash, language }: NewAccount): StoredAccount {
  return {
    account: randomUUID(),
    activatedAt: new Date().toISOString(),
    registrationNumber: member.file.registrationNumber,
    name: member.name,
    email,
    phone,
    passwordHash,
    language,
  }
}
