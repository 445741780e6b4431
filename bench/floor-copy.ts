import { readFileSync } from 'node:fs'
import type { Organisation } from '../src/config/organisation.ts'
import { factsOf, fitting } from '../src/i18n/fitting.ts'
import type { Translate } from '../src/i18n/index.ts'
import { isolated, withIsolatedRuns } from '../src/i18n/isolate.ts'
import { organisationWords } from '../src/i18n/organisation-words.ts'
import { LANGUAGES, type Language } from '../src/ports/index.ts'

/** The wizard's copy by plain look-up: no i18next, no Moroccan time. */
export function plainCopy(organisation: Organisation): Record<Language, Translate> {
  const copyOf = (language: string) =>
    JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), 'utf8')) as object
  return Object.fromEntries(
    Object.keys(LANGUAGES).map(language => [language, lookUp(language as Language, copyOf(language), organisation)]),
  ) as Record<Language, Translate>
}

function lookUp(language: Language, copy: object, organisation: Organisation): Translate {
  const plural = new Intl.PluralRules(language)
  const always = organisationWords(organisation, LANGUAGES[language].official)
  const sentences = new Map(
    flat(withIsolatedRuns(fitting(copy, factsOf(organisation)))).map(([key, text]) => [
      key,
      filled(text, (word, isPart) => (isPart || !always[word] ? always[word] : isolated(always[word]))),
    ]),
  )
  return (key, params) => {
    if (!params) return sentences.get(key) ?? key
    const { count } = params
    const text = (typeof count === 'number' && sentences.get(`${key}_${plural.select(count)}`)) || sentences.get(key)
    return filled(text ?? key, word => shown(params[word]))
  }
}

function flat(copy: object, path = ''): [string, string][] {
  return Object.entries(copy).flatMap(([key, value]) =>
    typeof value === 'object' ? flat(value, `${path}${key}.`) : [[path + key, String(value)]],
  )
}

function filled(text: string, wordOf: (word: string, isPart: boolean) => string | undefined): string {
  return text.replace(/\{\{(- )?(\w+)\}\}/g, (hole, part, word) => wordOf(word, part !== undefined) ?? hole)
}

function shown(value: unknown): string | undefined {
  if (value instanceof Date) return isolated(value.toISOString().slice(11, 16))
  return value === undefined ? undefined : isolated(String(value))
}
