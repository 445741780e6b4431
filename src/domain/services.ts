import type { Captcha, Limiter, MemberRegistry, PasswordHasher, Via } from '../ports/index.ts'
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

export interface Services {
  registry: MemberRegistry
  codes: OneTimeCodes
  phoneWays: readonly Via[]
  /** The number that our SMS come from, if members can reply to it. */
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
  termsVersion: string
}
