import type { Official } from './language.ts'

export type Identifier = 'registrationNumber' | 'employerId'
/** What the member-data API may want answered on the payment page, by its own names. */
export type Question = Identifier | 'bankAccountLast8' | 'civilStatusNumber'

export interface IdentityClaim {
  identifier: { type: Identifier; value: string }
  nationalId: string
  /** `1960-05-12`, or the year alone where the civil record holds no more. */
  birthDate: string
}

export interface Match {
  /** The opaque handle by which the member is named from here on. */
  member: string
  questions: Question[]
  accountStatus: 'none' | 'active'
}

export interface NewAccount {
  email: string
  phone: string
  /** PHC string, argon2id. The password itself never leaves the process. */
  passwordHash: string
  terms: { version: string; acceptedAt: string }
  /** For further messages. */
  language: Official
}

export interface Activation {
  /** ISO 8601. */
  activatedAt: string
  /** Contacts the insurer held before; told once and forgotten. */
  previousContacts: { email?: string | undefined; phone?: string | undefined }
}

/** The insurer's member-data API. Every call throws `Unavailable` where it gives no answer: `outcome` says what that means. */
export interface MemberRegistry {
  /** The one member whom all three facts fit, or nobody; never which fact differs. */
  checkIdentity(claim: IdentityClaim): Promise<Match | undefined>
  /** Whether every answer fits; `unknown-member` when the handle has expired. */
  checkPayment(member: string, answers: Partial<Record<Question, string>>): Promise<boolean | 'unknown-member'>
  /** Creates the account. The same key and account may be sent any number of times. */
  activate(
    member: string,
    account: NewAccount,
    idempotencyKey: string,
  ): Promise<Activation | 'already-active' | 'unknown-member'>
}
