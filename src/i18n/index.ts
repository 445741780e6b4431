import i18next, { type TFunction } from 'i18next'
import type { Organisation } from '../config/organisation.ts'
import { LANGUAGES, type Language, type Official } from '../ports/index.ts'
import { clock } from './clock.ts'
import { type Duration, durations } from './duration.ts'
import { factsOf, fitting } from './fitting.ts'
import { isolated, withIsolatedRuns } from './isolate.ts'
import { COPY, each } from './locales.ts'
import { organisationWords } from './organisation-words.ts'

/** Values in a sentence: a `Date` is a time of day, to the second if named `exact`, in full if named `date`, without its hour if named `day`; `{ seconds }` is a duration in words, `title` the key of one. */
export type Params = Readonly<Record<string, Param>>
type Param = string | number | Date | Duration | Readonly<Record<Official, string>> | undefined
/** The sentence at `key` as plain text; left-to-right runs are enclosed in U+2066 and U+2069. */
export type Translate = (key: string, params?: Params) => string

/** Creates one translator per language. A missing key throws; in production the key itself is shown. `more`: copy beside the wizard's. */
export async function translators(
  organisation: Organisation,
  production: boolean,
  more?: Record<Official, object>,
): Promise<Record<Language, Translate>> {
  const instance = i18next.createInstance()
  const facts = factsOf(organisation)
  await instance.init({
    lng: 'fr',
    fallbackLng: false,
    resources: each(language => ({
      translation: withIsolatedRuns(fitting({ ...COPY[language], ...more?.[LANGUAGES[language].official] }, facts)),
    })),
    interpolation: { escape: isolated },
    saveMissing: !production,
    missingKeyHandler: (_languages, _namespace, key) => {
      throw new Error(`No copy for '${key}'`)
    },
  })
  return each(language => translatorOf(instance.getFixedT(language), language, organisation))
}

function translatorOf(t: TFunction, language: Language, organisation: Organisation): Translate {
  const { official } = LANGUAGES[language]
  const always = organisationWords(organisation, official)
  const shown = clock(language, t)
  const inWords = durations((key, values) => t(key, values))
  const formatted = (name: string, value: Param) => {
    if (value instanceof Date) return shown(name, value)
    if (typeof value !== 'object') return value
    return 'seconds' in value ? inWords(value) : value[official]
  }
  const cached = new Map<string, string>()
  return (key, params) => {
    if (params) return translated(key, params)
    const text = cached.get(key) ?? translated(key, {})
    cached.set(key, text)
    return text
  }

  function translated(key: string, params: Params): string {
    const values = Object.entries(params).map(([name, value]) => [name, formatted(name, value)])
    const left = typeof params['left'] === 'number' && {
      left: t('service.triesLeft', { count: params['left'] }),
    }
    const read = typeof params['read'] === 'string' && {
      read: params['read'] && t('service.read', { text: params['read'] }),
    }
    const title = typeof params['title'] === 'string' && { title: t(params['title']) }
    return String(t(key, { ...always, ...Object.fromEntries(values), ...left, ...read, ...title }))
  }
}
