interface Entry {
  name: string
  direction: 'ltr' | 'rtl'
  /** The official language used for names, hours, letters, voices and templates. */
  official: 'fr' | 'ar'
}

/** All languages, in display order. A new one is a line here and its copy in `locales/<language>.json`. */
export const LANGUAGES = {
  fr: { name: 'Français', direction: 'ltr', official: 'fr' },
  ar: { name: 'العربية', direction: 'rtl', official: 'ar' },
} as const satisfies Record<string, Entry>

export type Language = keyof typeof LANGUAGES
export type Official = Entry['official']

export type Mode = Language | 'both'

export const MODES: readonly Mode[] = [...(Object.keys(LANGUAGES) as Language[]), 'both']

export function languagesOf(mode: Mode): readonly [Language, ...Language[]] {
  return mode === 'both' ? ['fr', 'ar'] : [mode]
}
