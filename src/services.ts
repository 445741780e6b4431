import type { Activations } from './domain/activations.ts'
import type { Guesses } from './domain/guesses.ts'
import type { LiveFlows } from './domain/live-flows.ts'
import type { NetworkBuckets } from './domain/network-buckets.ts'
import type { OneTimeCodes } from './domain/one-time-codes.ts'
import type { PasswordRule } from './domain/password-rule.ts'
import type { PasswordSubmits } from './domain/password-submits.ts'
import type { PuzzleBudget } from './domain/puzzle-budget.ts'
import type { SessionBudget } from './domain/session-budget.ts'
import type { MalformedForms } from './domain/session-failures.ts'
import type { Captcha, Limiter, MemberRegistry, PasswordHasher, SupportReferences, Via } from './ports.ts'

/** What the steps and the web layer work with; put together in `compose.ts` from adapters. */
export interface Services {
  registry: MemberRegistry
  codes: OneTimeCodes
  /** How a code may travel to a phone: by SMS, then the second ways that are on. */
  phoneWays: readonly Via[]
  /** The number that our SMS come from, where it is one that can be answered. */
  smsSender: string | undefined
  guesses: Guesses
  flows: LiveFlows
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
