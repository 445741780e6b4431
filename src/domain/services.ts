import type { Captcha, Limiter, MemberRegistry, PasswordHasher, SupportReferences, Via } from '../ports/index.ts'
import type { Activations } from './activation/activations.ts'
import type { OneTimeCodes } from './codes/one-time-codes.ts'
import type { ActiveSession } from './identity/active-session.ts'
import type { IdentityAttempts } from './identity/identity-attempts.ts'
import type { NetworkBuckets } from './networks/network-buckets.ts'
import type { PasswordRule } from './passwords/password-rule.ts'
import type { PasswordSubmits } from './passwords/password-submits.ts'
import type { PuzzleBudget } from './sessions/puzzle-budget.ts'
import type { SessionBudget } from './sessions/session-budget.ts'
import type { MalformedForms } from './sessions/session-failures.ts'

/** What the steps and the web layer work with; put together in `compose.ts` from adapters. */
export interface Services {
  registry: MemberRegistry
  codes: OneTimeCodes
  /** How a code may travel to a phone: by SMS, then the second ways that are on. */
  phoneWays: readonly Via[]
  /** The number that our SMS come from, where it is one that can be answered. */
  smsSender: string | undefined
  identityAttempts: IdentityAttempts
  activeSession: ActiveSession
  passwordSubmits: PasswordSubmits
  activations: Activations
  passwordRule: PasswordRule
  hasher: PasswordHasher
  captcha: Captcha
  limiter: Limiter
  networks: NetworkBuckets
  malformed: MalformedForms
  puzzles: PuzzleBudget
  newSession: SessionBudget
  references: SupportReferences
  termsVersion: string
}
