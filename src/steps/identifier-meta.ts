import { hasOnlyDigits } from '../config/organisation.ts'
import type { FieldMeta } from '../wizard/form.ts'

/** How a field for numbers of this form is shown: with the keys of digits, if it has nothing else. */
export function identifierMeta({ pattern }: { pattern: string }) {
  const keys = hasOnlyDigits(pattern) ? { inputmode: 'numeric' as const } : { autocapitalize: 'characters' as const }
  return { ...keys, autocomplete: 'off', width: 20 } satisfies Partial<FieldMeta>
}
