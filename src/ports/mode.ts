import { LANGUAGES, type Language } from './language.ts'

/** The reading mode: one language, or both of the insurer's side by side. */
export type Mode = Language | 'both'

export const MODES: readonly Mode[] = [...(Object.keys(LANGUAGES) as Language[]), 'both']

/** The languages that a mode shows, the leading one first. */
export function languagesOf(mode: Mode): readonly [Language, ...Language[]] {
  return mode === 'both' ? ['fr', 'ar'] : [mode]
}
