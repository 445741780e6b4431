import { LANGUAGES, type Language, languagesOf, MODES, type Mode, type Official } from '../ports/index.ts'
import { copyCache } from './copy-cache.ts'
import type { Params, Translate } from './index.ts'
import { toHtml, withoutIsolates } from './isolate.ts'

type LinkParams = Params & { href?: string }
type Spoken = Readonly<Record<Language, string>>
type Own = Readonly<Record<Official, string>>

/** The copy in one reading mode: one language, or both, French first. Methods return HTML unless they say otherwise. */
export interface Copy {
  mode: Mode
  lang: Language
  dir: 'ltr' | 'rtl'
  offered: typeof OFFERED
  /** Plain text, made for each language: `Erreur : Identité / خطأ: الهوية`. */
  each(make: (say: (key: string, params?: Params) => string) => string): string
  /** Plain text, for attributes and titles: `Oui / نعم`. */
  text(key: string, params?: Params): string
  /** On one line, with a slash between the languages that screen readers skip. */
  inline(key: string, params?: LinkParams): string
  /** Side by side if there is room, within a heading, link or label. */
  columns(key: string, params?: LinkParams): string
  /** A label, legend, link or message: on one line if short, else in columns. */
  label(key: string, params?: LinkParams): string
  /** One element per language, side by side if there is room. */
  block(key: string, params?: LinkParams, tag?: string, className?: string): string
  /** The insurer's own text (a name, opening hours) in the layout of a label. */
  own(words: Own): string
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => LANGUAGES[language].direction
const OFFERED = MODES.map(mode => ({
  mode,
  languages: languagesOf(mode).map(language => ({ language, name: LANGUAGES[language].name })),
}))
const SEPARATOR = ' <span class="app-or" aria-hidden="true">/</span> '
/** Characters of both languages together that fit on one line of a label. */
const ONE_LINE = 60

/** The copy in a reading mode. Text that is the same for all members is cached. */
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

  /** Without a tag, text in the page's own language gets no element. */
  function part(tag: string, language: Language, text: string, href?: string, className?: string): string {
    const html = toHtml(text, href)
    const own = language === lang
    if (!tag && own) return html
    const foreign = own ? '' : ` lang="${language}" dir="${directionOf(language)}"`
    return `<${tag || 'span'}${className ? ` class="${className}"` : ''}${foreign}>${html}</${tag || 'span'}>`
  }
}
