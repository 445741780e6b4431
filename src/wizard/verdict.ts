import type { ProductType } from './product-types.ts'

/** A code, whose sentence is in `locales/`, and the values in that sentence. */
export type FieldError = {
  code: string
  count?: number
  left?: number
  seconds?: number
  sender?: string
  read?: string
}

/** By field name; `form` is the whole page. */
export type FieldErrors = Record<string, FieldError>

export type Verdict<Answer> =
  /** `again`: accepted before, by the same form sent twice or in a lost response. */
  | { kind: 'accept'; answer: Answer; again?: true }
  | { kind: 'reject'; errors: FieldErrors }
  /** A limit is reached for `seconds`; `errors` are shown beside their fields. `early`: copy key of what to do, if nothing is wrong. */
  | { kind: 'limit'; seconds: number; errors?: FieldErrors; early?: string; by: LimitName }
  | { kind: 'end'; ending: Ending }

export type LimitName = ProductType<'limit'>
export type Ending = ProductType<'ending'>

export const accept = <Answer>(answer: Answer): Verdict<Answer> => ({ kind: 'accept', answer })

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

export function withCodes(errors: Record<string, string | FieldError>): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([name, error]) => [name, typeof error === 'string' ? { code: error } : error]),
  )
}
