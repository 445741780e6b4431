import { readFileSync } from 'node:fs'
import { LANGUAGES, type Language } from '../ports/index.ts'

const languages = Object.keys(LANGUAGES) as Language[]
/** The sentences of the pages, by language. */
export const COPY = each(language =>
  JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8')),
)

const KEYS = new Set(keysIn(COPY.fr).filter(key => !key.includes('@')))

export function hasCopy(key: string): boolean {
  return KEYS.has(key)
}

/** The keys of all sentences that match; of one in several plural forms, its key without them. */
export function copyKeys(pattern: RegExp): string[] {
  return [...new Set([...KEYS].map(key => key.replace(/_(zero|one|two|few|many|other)$/, '')))].filter(key =>
    pattern.test(key),
  )
}

function keysIn(copy: object): string[] {
  return Object.entries(copy).flatMap(([key, value]) => [
    key,
    ...(typeof value === 'object' ? keysIn(value).map(inner => `${key}.${inner}`) : []),
  ])
}

export function each<Value>(make: (language: Language) => Value): Record<Language, Value> {
  return Object.fromEntries(languages.map(language => [language, make(language)])) as Record<Language, Value>
}
