import { z } from 'zod'
import type { Asking, Fields, Step, Values } from './step.ts'
import { type FieldError, type FieldErrors, withCodes } from './verdict.ts'

/** How a field is shown; carried by its schema as zod metadata. */
export interface FieldMeta {
  type: 'text' | 'email' | 'tel' | 'password' | 'checkbox' | 'radios'
  autocomplete?: string
  inputmode?: 'numeric' | 'email' | 'tel'
  autocapitalize?: 'characters' | 'none'
  group?: string
  /** Asked only if another field has this value: `identifierType=employerId`. */
  onlyWhen?: { field: string; is: string }
  options?: readonly string[]
  width?: 2 | 4 | 10 | 20
}

declare module 'zod' {
  interface GlobalMeta extends Partial<FieldMeta> {}
}

export const isSecret = (meta: Partial<FieldMeta>): boolean => meta.type === 'password'

export function fieldsOf(step: Step, asking: Asking): Fields {
  return typeof step.fields === 'function' ? step.fields(asking) : step.fields
}

export function metaOf(step: Step, asking: Asking): Record<string, FieldMeta> {
  return Object.fromEntries(
    Object.entries(fieldsOf(step, asking)).map(([name, schema]) => [
      name,
      { type: 'text', ...z.globalRegistry.get(schema) } satisfies FieldMeta,
    ]),
  )
}

/** Returns the cleaned values, or all errors of the page at once. `typed`: what the browser sent. */
export function parse(
  step: Step,
  asking: Asking,
  typed: Readonly<Record<string, string>>,
): { values: Values<Fields> } | { errors: FieldErrors } {
  const values: Record<string, unknown> = {}
  const errors: FieldErrors = {}
  for (const [name, schema] of Object.entries(fieldsOf(step, asking))) {
    const parsed = schema.safeParse(typed[name] ?? '')
    if (parsed.success) values[name] = parsed.data
    else errors[name] = errorOf(parsed.error.issues[0]!)
  }
  const all = { ...withCodes(step.check?.(values, asking) ?? {}), ...errors }
  return Object.keys(all).length > 0 ? { errors: inOrder(all, step, asking) } : { values }
}

/** The error code; `read`, if the schema gives it, is the part of the text that was understood. */
function errorOf({ message: code, ...issue }: z.core.$ZodIssue): FieldError {
  const read: unknown = issue.code === 'custom' ? issue.params?.['read'] : undefined
  return typeof read === 'string' ? { code, read } : { code }
}

function inOrder(errors: FieldErrors, step: Step, asking: Asking): FieldErrors {
  const names = Object.keys(fieldsOf(step, asking)).filter(name => errors[name])
  return Object.fromEntries(names.map(name => [name, errors[name]!]))
}
