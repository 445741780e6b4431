/** What the service asks of the world: interfaces that we own, implemented in `adapters/`. */

export type Language = 'fr' | 'ar'
/** The reading mode: one language, or both side by side. */
export type Mode = Language | 'both'
/** Where a one-time code is sent. */
export type Channel = 'email' | 'sms'
export type Identifier = 'registrationNumber' | 'employerId'
/** What the member-data API may want answered on the payment page, by its own names. */
export type Question = Identifier | 'bankAccountLast8' | 'civilStatusNumber'

/** Something behind us is down, slow or talking nonsense. Nothing is known of the outcome; nothing counts against the member. */
export class Unavailable extends Error {
  readonly service: string
  /** How long to tell the member to wait. */
  readonly retryAfterSeconds: number

  constructor(service: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(`${service} is unavailable`, { cause: options.cause })
    this.name = 'Unavailable'
    this.service = service
    this.retryAfterSeconds = options.retryAfterSeconds ?? 60
  }
}

/** The provider refused this address or number for good: certainly nothing was sent. */
export class Undeliverable extends Error {
  readonly channel: Channel

  constructor(channel: Channel, options: { cause?: unknown } = {}) {
    super(`The ${channel} provider refuses this destination`, { cause: options.cause })
    this.name = 'Undeliverable'
    this.channel = channel
  }
}

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
  language: Language
}

export interface Activation {
  /** ISO 8601. */
  activatedAt: string
  /** Contacts the insurer held before; told once and forgotten. */
  previousContacts: { email?: string | undefined; phone?: string | undefined }
}

/** The insurer's member-data API. Every call throws `Unavailable` when the outcome is unknown. */
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

/** One-time codes have one place per flow and channel: a new code always replaces the one before. */
export interface CodeSlot {
  /** 128-bit id of this member's passage through the wizard. */
  flow: string
  channel: Channel
}

/** What is kept of a code: keyed hashes, from which neither code nor destination can be read. */
export interface SealedCode {
  destination: string
  mac: string
}

export type Issue =
  | { kind: 'issued' }
  /** Too soon: the last code to this destination still has its wait to run. */
  | { kind: 'wait'; seconds: number }
  /** Every send of this session is used up. */
  | { kind: 'exhausted'; seconds: number }

export type Check =
  | { kind: 'right' }
  | { kind: 'wrong'; left: number }
  /** The code before the last one: right once, replaced since. Costs an attempt. */
  | { kind: 'replaced'; left: number }
  /** The last attempt is spent; the code is dead. `seconds` until another may be asked for. */
  | { kind: 'locked'; seconds: number }
  /** This very code was accepted already. */
  | { kind: 'used' }
  | { kind: 'expired' }

export interface CodeState {
  /** Life left in the live code; 0 when there is none. */
  liveSeconds: number
  /** Until a new code may be asked for. */
  waitSeconds: number
  sendsLeft: number
}

/** Where codes are kept and counted. Each method is one atomic step, whatever runs in parallel (OTP-5). */
export interface CodeLedger {
  /** Kills the live code, stores the new one and starts the wait; or refuses and changes nothing. */
  issue(slot: CodeSlot, code: SealedCode): Promise<Issue>
  /** Counts the attempt, compares, and consumes the code when it is right. `macs`: the typed code under each valid key. */
  check(slot: CodeSlot, macs: readonly string[]): Promise<Check>
  /** Gives the send back: the message certainly did not leave. */
  withdraw(slot: CodeSlot, code: SealedCode): Promise<void>
  state(slot: CodeSlot): Promise<CodeState>
}

/** `[n, s]`: n in any s seconds, sliding. */
export type Window = readonly [count: number, seconds: number]
export type Admission = { allowed: true } | { allowed: false; retryAfterSeconds: number }

export interface Limiter {
  /** Takes one from the bucket `key` unless any window is full; a refusal takes nothing. */
  take(key: string, windows: readonly Window[]): Promise<Admission>
  /** Undoes one `take`: it need not have counted after all. */
  giveBack(key: string): Promise<void>
}

/** Remembers what may be used once only. */
export interface SpentProofs {
  /** True for the first caller with this id, false for every later one. */
  spend(id: string, ttlSeconds: number): Promise<boolean>
}

/** Support references: seven digits that a caller reads out to an agent. */
export interface SupportReferences {
  /** A reference that no other live flow has, e.g. `R-4821379`. */
  open(flow: string, ttlSeconds: number): Promise<string>
}

export interface PasswordHasher {
  /**
   * argon2id, as a PHC string. The salt comes from `occasion`, an unguessable text that no other hash is made for: the same
   * password hashed again for it gives the same string, so that a repeated activation is the same request. Throws
   * `Unavailable` when too many are waiting.
   */
  hash(password: string, occasion: string): Promise<string>
}

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

export interface Mailer {
  /** Throws `Undeliverable` when the address is refused for good, `Unavailable` otherwise. */
  send(mail: Mail): Promise<void>
}

export interface Text {
  /** E.164. */
  to: string
  body: string
}

export interface Texter {
  /** Throws `Undeliverable` when the number is refused for good, `Unavailable` otherwise. */
  send(text: Text): Promise<void>
}

/** What a proof is good for: one page of one flow. */
export interface CaptchaSubject {
  action: string
  flow: string
}

export type CaptchaResult = 'passed' | 'missing' | 'failed'

/** Whether a person is likely there. */
export interface Captcha {
  readonly kind: 'altcha' | 'recaptcha' | 'off'
  /** A fresh signed puzzle for the browser, where this kind has one. */
  challenge(subject: CaptchaSubject): Promise<object | undefined>
  /** Judges and consumes the proof in the posted fields. Throws `Unavailable` when nobody can tell. */
  verify(fields: Readonly<Record<string, string>>, subject: CaptchaSubject, ip: string): Promise<CaptchaResult>
}

/** Carries words to people: renders in the reading mode and hands over to `Mailer` or `Texter`. */
export interface Courier {
  code(message: { channel: Channel; destination: string; code: string; mode: Mode }): Promise<void>
  /** "Your account was activated on …; if it was not you, call …" */
  activated(message: { channel: Channel; destination: string; activatedAt: string; mode: Mode }): Promise<void>
}

/** The way past the captcha without JavaScript: a small sum, put in plain words (C-6). */
export interface PlainQuestion {
  /** Two numbers to add, and the token that must come back with their sum. */
  ask(subject: CaptchaSubject): { a: number; b: number; token: string }
  /** Judges and consumes the answer; its digits may be of any script. */
  verify(answer: string, token: string, subject: CaptchaSubject): Promise<'passed' | 'failed'>
}

/** Whether a webhook's signature is the provider's own over this URL and these fields. */
export type WebhookSignature = (
  signature: string | undefined,
  url: string,
  fields: Readonly<Record<string, string>>,
) => boolean
