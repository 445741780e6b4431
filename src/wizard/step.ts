import type { z } from 'zod'
import type { Answers, Question } from './answers.ts'
import type { ProductType } from './product-types.ts'
import type { Ending, FieldError, Verdict } from './verdict.ts'

/** The schemas of a page by field name; each cleans and checks one field, and its messages are error codes. */
export type Fields = Record<string, z.ZodType>
export type Values<F extends Fields> = { [Name in keyof F]: z.output<F[Name]> }

export interface Asking {
  answers: Answers
  organisation: ProductType<'organisation'>
}

export interface Submission<F extends Fields = Fields, Answer = unknown> {
  values: Values<F>
  answers: Answers
  /** The earlier answer to this page, if all steps that depend on it are answered too. */
  previousAnswer: Answer | undefined
  flow: string
  ip: string | undefined
  mode: ProductType<'mode'>
  services: ProductType<'services'>
}

export interface StepView {
  /** How long the page's code is valid; 0 if there is none. */
  liveSeconds?: number
  issuedAgoSeconds?: number
  /** Copy keys of sentences about the code's delivery; shown instead of the notice of an action. */
  news?: readonly string[]
  [name: string]: unknown
}

export interface Step<F extends Fields = Fields, Answer = unknown> extends Question<Answer> {
  path: string
  /** What the progress bar shows, as in the insurer's guide. */
  percent: number
  captcha?: true
  /** For answers that can be guessed: the keys that a failed attempt is counted under (ID-2 to ID-7). */
  attemptKeys?(submission: Pick<Submission<F>, 'values' | 'answers'>): ProductType<'guess'>
  /** The card number the answers claim; the audit trail keeps its hash. */
  claimedSubject?(values: Values<F>): string
  /** The person the answer is about; if that changes, all other answers are deleted. */
  subjectOf?(answer: Answer): string
  /** Steps whose change makes this answer void. */
  dependsOn?: readonly Step[]
  /** For a page whose fields are never shown again: copy keys of its notices for a limit and an outage. */
  secret?: { limited: string; unavailable: string }
  auditEvent?(answer: Answer): ProductType<'auditEvent'>
  /** An accepted answer proves who the member is: the session gets a new id, and is the member's last. */
  provesMember?: true
  fields: F | ((asking: Asking) => F)
  /** Checks fields against each other; gets only the fields that are valid alone. */
  check?(values: Partial<Values<F>>, asking: Asking): Record<string, string | FieldError>
  /** The effect of an answer; without it every valid answer is accepted. */
  submit?(submission: Submission<F, Answer>): Promise<Verdict<Answer>>
  /** Delivery methods of this page's code, the default first; absent if there is only one. */
  ways?(services: ProductType<'services'>): readonly ProductType<'via'>[]
  resend?(
    submission: Omit<Submission, 'values' | 'previousAnswer'> & { via?: ProductType<'via'> | undefined },
  ): Promise<Verdict<unknown>>
  /** The ending, if the journey has ended although this page is unanswered; called at each GET. */
  alreadyEnded?(visit: Pick<Submission, 'flow' | 'services'>): Promise<Ending | undefined>
  /** Copy key of what the next page says after this answer has replaced another. */
  changed?: string
  /** Copy key of what the page says after `resend`. */
  resent?: string
  /** What the template shows beside the fields, as `viewData`; called whenever the page is shown. */
  viewData?(visit: Pick<Submission, 'answers' | 'flow' | 'services'>): Promise<StepView>
  /** What a member who comes back finds filled in, by field name. */
  recall?(answer: Answer): Record<string, string>
}

/** Returns the definition; exists for type inference. */
export function step<const F extends Fields, Answer = unknown>(definition: Step<F, Answer>): Step<F, Answer> {
  return definition
}
