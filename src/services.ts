import type { Announce } from './domain/announcement.ts'
import type { OneTimeCodes } from './domain/one-time-codes.ts'
import type { PasswordRule } from './domain/password-rule.ts'
import type { Captcha, Limiter, MemberRegistry, PasswordHasher, SpentProofs, SupportReferences } from './ports.ts'

/** What the steps and the web layer work with; put together in `main.ts` from adapters. */
export interface Services {
  registry: MemberRegistry
  codes: OneTimeCodes
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
