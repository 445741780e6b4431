import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { clean, withoutSeparators } from '../../domain/fields/clean.ts'
import { upperCase } from '../../domain/fields/identifiers.ts'
import type { NewAccount } from '../../ports/index.ts'
import type { SampleMember } from './members.ts'

export interface StoredAccount extends Pick<NewAccount, 'email' | 'phone' | 'passwordHash' | 'terms' | 'language'> {
  account: string
  activatedAt: string
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

    /** Every member is as before the first activation. */
    reset() {
      accounts.clear()
      requests.clear()
      refusedOnce.clear()
    },

    /** By e-mail address or either identifier on file, cleaned as the wizard cleans them. */
    find(login: string): StoredAccount | undefined {
      const address = clean(login).toLowerCase()
      const identifier = upperCase(withoutSeparators(clean(login)))
      const found = [...accounts].find(
        ([{ file }, { email }]) =>
          email.toLowerCase() === address || [file.registrationNumber, file.employerId].includes(identifier),
      )
      return found?.[1]
    },
  }
}

function open(member: SampleMember, { email, phone, passwordHash, terms, language }: NewAccount): StoredAccount {
  return {
    account: randomUUID(),
    activatedAt: new Date().toISOString(),
    name: member.name,
    email,
    phone,
    passwordHash,
    terms,
    language,
  }
}
