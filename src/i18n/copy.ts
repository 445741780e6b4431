import { LANGUAGES, type Language, languagesOf, MODES, type Mode, type Official } from '../ports/index.ts'
import { copyCache } from './copy-cache.ts'
import type { Params, Translate } from './index.ts'
import { toHtml, withoutIsolates } from './isolate.ts'

type LinkParams = Params & { href?: string }
type Spoken = Readonly<Record<Language, string>>
/** Words of the insurer's, in its own languages. */
type Own = Readonly<Record<Official, string>>

/** The copy as one page shows it: in one language, or in both, French first. Methods return HTML unless they say otherwise. */
export interface Copy {
  mode: Mode
  /** The language and direction of the page as a whole. */
  lang: Language
  dir: 'ltr' | 'rtl'
  /** The modes to choose from. */
  offered: typeof OFFERED
  /** Plain text made once for each language: `Erreur : Identité / خطأ: الهوية`. */
  each(make: (say: (key: string, params?: Params) => string) => string): string
  /** Plain text, for attributes and titles: `Oui / نعم`. */
  text(key: string, params?: Params): string
  /** On one line, a stroke between the languages that only the eye meets. */
  inline(key: string, params?: LinkParams): string
  /** Side by side where there is room, within a heading, link or label. */
  columns(key: string, params?: LinkParams): string
  /** A label, legend, link or message: on one line where it is short, else in columns. */
  label(key: string, params?: LinkParams): string
  /** One element for each language, side by side where there is room. */
  block(key: string, params?: LinkParams, tag?: string, className?: string): string
  /** A label's layout for what is not copy: a name or the opening hours of the insurer. */
  own(words: Own): string
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => LANGUAGES[language].direction
/** The modes to choose from, each by its languages and the names that they give themselves. */
const OFFERED = MODES.map(mode => ({
  mode,
  languages: languagesOf(mode).map(language => ({ language, name: LANGUAGES[language].name })),
}))
const SEPARATOR = ' <span class="app-or" aria-hidden="true">/</span> '
/** Both languages together, in characters, that one line of a field's label holds. */
const ONE_LINE = 60

/** The copy in a reading mode. What does not vary from member to member is put together once. */
export function copyFor(mode: Mode, translate: Record<Language, Translate>): Copy {
  const spoken = languagesOf(mode)
  const [lang] = spoken
  const once = copyCache()

  return {
    mode,
    lang,
    dir: directionOf(lang),
    offered: OFFERED,
    each: make => spoken.map(language => withoutIsolates(make(translate[language]))).join(' / '),
    text: (key, params) =>
      once(`text ${key}`, params, () => spoken.map(say(key, params)).map(withoutIsolates).join(' / ')),
    inline: (key, params) => once(`inline ${key}`, params, () => inLine(said(key, params), params)),
    columns: (key, params) => once(`columns ${key}`, params, () => inColumns('span', said(key, params), params)),
    label: (key, params) => once(`label ${key}`, params, () => byLength(said(key, params), params)),
    block: (key, params, tag = 'p', className) =>
      once(`${tag}.${className} ${key}`, params, () => inColumns(tag, said(key, params), params, className)),
    own: words => byLength(Object.fromEntries(spoken.map(language => [language, words[LANGUAGES[language].official]]))),
  }

  function say(key: string, params?: Params) {
    return (language: Language) => translate[language](key, params)
  }

  function said(key: string, { href: _, ...values }: LinkParams = {}): Partial<Spoken> {
    return Object.fromEntries(spoken.map(language => [language, say(key, values)(language)]))
  }

  function byLength(texts: Partial<Spoken>, params?: LinkParams): string {
    const length = spoken.reduce((sum, language) => sum + texts[language]!.length, 0)
    return length > ONE_LINE ? inColumns('span', texts, params) : inLine(texts, params)
  }

  function inLine(texts: Partial<Spoken>, { href }: LinkParams = {}): string {
    return spoken.map(language => part('', language, texts[language]!, href)).join(SEPARATOR)
  }

  function inColumns(tag: string, texts: Partial<Spoken>, { href }: LinkParams = {}, className?: string): string {
    const single = spoken.length === 1 && tag === 'span'
    const parts = spoken.map(language => part(single ? '' : tag, language, texts[language]!, href, className))
    if (parts.length === 1) return parts[0]!
    return tag === 'span'
      ? `<span class="app-both">${parts.join(' ')}</span>`
      : `<div class="app-both">${parts.join('')}</div>`
  }

  /** Without a tag, words in the page's own language stand bare. */
  function part(tag: string, language: Language, text: string, href?: string, className?: string): string {
    const html = toHtml(text, href)
    const own = language === lang
    if (!tag && own) return html
    const foreign = own ? '' : ` lang="${language}" dir="${directionOf(language)}"`
    return `<${tag || 'span'}${className ? ` class="${className}"` : ''}${foreign}>${html}</${tag || 'span'}>`
  }
}
