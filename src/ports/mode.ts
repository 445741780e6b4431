import { LANGUAGES, type Language } from './language.ts'

export type Mode = Language | 'both'

export const MODES: readonly Mode[] = [...(Object.keys(LANGUAGES) as Language[]), 'both']

export function languagesOf(mode: Mode): readonly [Language, ...Language[]] {
  return mode === 'both' ? ['fr', 'ar'] : [mode]
}
