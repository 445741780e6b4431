import type { z } from 'zod'
import type { Answers, Question } from './answers.ts'
import type { Ending, FieldError, Verdict } from './verdict.ts'
import type { Of } from './world.ts'

/** The questions of a page by form name; each schema cleans and judges one field, its messages are error codes. */
export type Fields = Record<string, z.ZodType>
export type Values<F extends Fields> = { [Name in keyof F]: z.output<F[Name]> }

/** What the fields of a page may depend on. */
export interface Asking {
  answers: Answers
  organisation: Of<'organisation'>
}

export interface Submission<F extends Fields = Fields, Answer = unknown> {
  values: Values<F>
  answers: Answers
  /** The earlier answer to this page, while all that follows from it is done as well. */
  previousAnswer: Answer | undefined
  flow: string
  /** The member's network address. */
  ip: string | undefined
  mode: Of<'mode'>
  services: Of<'services'>
}

/** One page of the journey: what it asks, and what answering it does. */
export interface Step<F extends Fields = Fields, Answer = unknown> extends Question<Answer> {
  /** Its place under BASE_PATH. */
  path: string
  /** What the progress bar shows, as in the insurer's guide. */
  percent: number
  /** A person must show that they are one, on every submit. */
  captcha?: true
  /** Its answers could be guessed: what a failure counts against. Every answer takes the same time (ID-2 to ID-7). */
  attemptKeys?(submission: Pick<Submission<F>, 'values' | 'answers'>): Of<'guess'>
  /** The card number of whom the answers claim to be: names them, hashed, in the audit trail. */
  claimedSubject?(values: Values<F>): string
  /** Whom the answer is about. Where that changes, every other answer was given or proved by somebody else, and falls. */
  subjectOf?(answer: Answer): string
  /** Steps whose change makes this answer void. */
  dependsOn?: readonly Step[]
  /** What is typed here is never shown again; what a limit and an outage say on this page, as copy keys. */
  secret?: { limited: string; unavailable: string }
  /** What the audit trail says if this answer is accepted; left out if nothing of security has happened. */
  auditEvent?(answer: Answer): Of<'auditEvent'>
  /** A proof gained here deserves a new session id (S-4). */
  renewsSession?: true
  fields: F | ((asking: Asking) => F)
  /** Judges fields against each other; sees only those that are well on their own. */
  check?(values: Partial<Values<F>>, asking: Asking): Record<string, string | FieldError>
  submit?(submission: Submission<F, Answer>): Promise<Verdict<Answer>>
  /** How the code of this page may travel, the usual way first; left out where there is but one. */
  ways?(services: Of<'services'>): readonly Of<'via'>[]
  /** Sends the code of this page anew. */
  resend?(
    submission: Omit<Submission, 'values' | 'previousAnswer'> & { via?: Of<'via'> | undefined },
  ): Promise<Verdict<unknown>>
  /** How the journey has ended meanwhile, although this page is not answered; asked each time it is opened. */
  alreadyEnded?(visit: Pick<Submission, 'flow' | 'services'>): Promise<Ending | undefined>
  /** What the page shows beside its fields; asked each time it is shown. */
  viewData?(visit: Pick<Submission, 'answers' | 'flow' | 'services'>): Promise<object>
  /** What a member who comes back finds filled in. */
  recall?(answer: Answer): Record<string, string>
}

/** Checks a step's types and hands it on. */
export function step<const F extends Fields, Answer = unknown>(definition: Step<F, Answer>): Step<F, Answer> {
  return definition
}
