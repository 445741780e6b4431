import type { Of } from './world.ts'

/** What is wrong with a field: a code, whose sentence is in locales/, and the figures that sentence names. */
export type FieldError = {
  code: string
  count?: number
  left?: number
  seconds?: number
  sender?: string
  /** How far it was understood. */
  read?: string
}

/** By form name; `form` is the page as a whole. */
export type FieldErrors = Record<string, FieldError>

/** What became of a submission. */
export type Verdict<Answer> =
  /** `again`: it was accepted before, by the twin of this form or in an answer that was lost. */
  | { kind: 'accept'; answer: Answer; again?: true }
  | { kind: 'reject'; errors: FieldErrors }
  /** A limit is reached: until when, and what to say beside the field if not on a page of its own. */
  | { kind: 'limit'; seconds: number; errors?: FieldErrors; by: LimitName }
  /** The journey ends here. */
  | { kind: 'end'; ending: Ending }

export type LimitName = Of<'limit'>
export type Ending = Of<'ending'>

export const accept = <Answer>(answer: Answer): Verdict<Answer> => ({ kind: 'accept', answer })

/** Takes codes, or errors with figures: `reject({ code: 'wrong' })`, `reject({ code: { code: 'wrong', left: 2 } })`. */
export const reject = (errors: Record<string, string | FieldError>): Verdict<never> => ({
  kind: 'reject',
  errors: withCodes(errors),
})

export const limit = (by: LimitName, seconds: number, errors?: FieldErrors): Verdict<never> => ({
  kind: 'limit',
  by,
  seconds,
  ...(errors && { errors }),
})

export const end = (ending: Ending): Verdict<never> => ({ kind: 'end', ending })

/** Spells out bare codes. */
export function withCodes(errors: Record<string, string | FieldError>): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([name, error]) => [name, typeof error === 'string' ? { code: error } : error]),
  )
}
