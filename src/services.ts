import type { Announce } from './domain/announcement.ts'
import type { Guesses } from './domain/guesses.ts'
import type { LiveFlows } from './domain/live-flows.ts'
import type { OneTimeCodes } from './domain/one-time-codes.ts'
import type { PasswordRule } from './domain/password-rule.ts'
import type { Captcha, Limiter, MemberRegistry, PasswordHasher, SpentProofs, SupportReferences } from './ports.ts'

/** What the steps and the web layer work with; put together in `main.ts` from adapters. */
export interface Services {
  registry: MemberRegistry
  codes: OneTimeCodes
  /** Names a member in every session by a keyed hash of the card's number: what is counted hangs on it. */
  memberKey(nationalId: string): string
  guesses: Guesses
  flows: LiveFlows
  /** Takes one of the member's submits of the password page (PW-6). */
  passwordSubmit(holder: Parameters<LiveFlows['take']>[0]): ReturnType<LiveFlows['take']>
  /** Tells the contacts, new and old, that the account is active; never fails the activation (REL-I5). */
  announce: Announce
  passwordRule: PasswordRule
  hasher: PasswordHasher
  captcha: Captcha
  limiter: Limiter
  spent: SpentProofs
  references: SupportReferences
  termsVersion: string
}
