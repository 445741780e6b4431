import type { Official } from './language.ts'

export type Identifier = 'registrationNumber' | 'employerId'
export const QUESTIONS = ['registrationNumber', 'employerId', 'bankAccountLast8', 'civilStatusNumber'] as const
export type Question = (typeof QUESTIONS)[number]

export interface IdentityClaim {
  identifier: { type: Identifier; value: string }
  nationalId: string
  /** `1960-05-12`, or a year if the civil record holds no more. */
  birthDate: string
}

export interface Match {
  /** Opaque handle of the member for later calls. */
  member: string
  questions: Question[]
  accountStatus: 'none' | 'active'
}

export interface NewAccount {
  email: string
  phone: string
  passwordHash: string
  terms: { version: string; acceptedAt: string }
  language: Official
}

export interface Activation {
  /** ISO 8601. */
  activatedAt: string
  /** Contacts the insurer held before; used for notices and then forgotten. */
  previousContacts: { email?: string | undefined; phone?: string | undefined }
}

/** The insurer's member-data API. Every call throws `Unavailable` if it gets no answer. */
export interface MemberRegistry {
  /** The member whom all three facts fit; undefined otherwise, without saying which fact differs. */
  checkIdentity(claim: IdentityClaim): Promise<Match | undefined>
  /** Whether every answer fits; `unknown-member` if the handle has expired. */
  checkPayment(member: string, answers: Partial<Record<Question, string>>): Promise<boolean | 'unknown-member'>
  /** Creates the account; idempotent for the same key and account. */
  activate(
    member: string,
    account: NewAccount,
    idempotencyKey: string,
  ): Promise<Activation | 'already-active' | 'unknown-member'>
}
