import { z } from 'zod'
import { withoutSeparators } from '../../domain/fields/clean.ts'
import { field } from '../../domain/fields/reading.ts'
import { GROUNDS } from '../../observability/audit.ts'

export type Ground = (typeof GROUNDS)[number]

/** A support reference as a caller says it: `R-482 1379`, `4821379`, `٤٨٢١٣٧٩`. Error codes: `required`, `format`. */
const reference = field(text => {
  const digits = withoutSeparators(text).replace(/^r/i, '')
  return /^[1-9]\d{6}$/.test(digits) ? { value: `R-${digits}` } : { code: 'format', read: '' }
})

const LookUp = z.object({ reference, ground: z.enum(GROUNDS).default('call') })

/** The form of a look-up. `malformed`: no form of ours sends it. */
export function readLookUp(
  typed: Readonly<Record<string, unknown>>,
): { reference: string; ground: Ground } | { error: 'required' | 'format' } | 'malformed' {
  const { success, data, error } = LookUp.safeParse({ ...typed, reference: typed['reference'] ?? '' })
  if (success) return data
  const [issue] = error.issues
  if (issue?.path[0] !== 'reference') return 'malformed'
  return { error: issue.message === 'required' ? 'required' : 'format' }
}
