interface Entry {
  /** What it calls itself. */
  name: string
  direction: 'ltr' | 'rtl'
  /** The insurer's own language that stands in where there is no other: its names and hours, letters, voices, templates. */
  official: 'fr' | 'ar'
}

/** Every language of the service, as they are offered. A new one is a line here, and its copy in `locales/<language>.json`. */
export const LANGUAGES = {
  fr: { name: 'Français', direction: 'ltr', official: 'fr' },
  ar: { name: 'العربية', direction: 'rtl', official: 'ar' },
} as const satisfies Record<string, Entry>

export type Language = keyof typeof LANGUAGES
export type Official = Entry['official']
