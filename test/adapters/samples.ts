import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'
import { type SampleMember, sampleMembers } from '../../src/demo/member-data/members.ts'
import { type IdentityClaim, type NewAccount, Unavailable, Undeliverable } from '../../src/ports/index.ts'

/** Values that no error may contain. */
export const secrets = {
  token: 'sentinel-token-7f3a',
  email: 'sentinel.personne@example.ma',
  phone: '+212699887766',
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2VudGluZWw$c2VudGluZWw',
  code: '774727',
}

/** Asserts that an error, with all that is in it, contains none of them. */
export function discreet(error: unknown): true {
  for (const value of Object.values(secrets)) assert.ok(!everythingIn(error).includes(value), value)
  return true
}

/** The service or failure that refuses a message; certainly nothing was sent. */
export async function comesTo(sending: Promise<unknown>): Promise<string> {
  const error = await sending.then(
    () => assert.fail('it was sent'),
    (reason: unknown) => reason,
  )
  discreet(error)
  if (error instanceof Undeliverable) return error.why
  assert.ok(error instanceof Unavailable && error.outcome === 'none', String(error))
  return error.service
}

/** The usual time limits, and breakers that so few failures do not open. */
export const limits = DependencyLimits.parse({
  memberApi: { breaker: { calls: 1000 } },
  twilio: { breaker: { calls: 1000 } },
})

export const newAccount: NewAccount = {
  email: secrets.email,
  phone: secrets.phone,
  passwordHash: secrets.passwordHash,
  terms: { version: '2026-11', acceptedAt: '2026-11-22T10:00:00.000Z' },
  language: 'fr',
}

/** The sample member of this name. */
export function sample(name: string): SampleMember {
  const member = sampleMembers.find(candidate => candidate.name === name)
  if (!member) throw new Error(`no sample member ${name}`)
  return member
}

/** What `member` would type on the identity page. */
export function claimOf({ file }: SampleMember, type: IdentityClaim['identifier']['type'] = 'registrationNumber') {
  const { nationalId, birthDate } = file
  return { identifier: { type, value: file[type] ?? '' }, nationalId, birthDate } satisfies IdentityClaim
}

/** Everything that a log could show of an error, causes and hidden properties included. */
export function everythingIn(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, maxStringLength: null })
}
