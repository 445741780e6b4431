import { LANGUAGES, type Language, languagesOf, MODES, type Mode, type Official } from '../ports/index.ts'
import { copyCache } from './copy-cache.ts'
import type { Params, Translate } from './index.ts'
import { type Call, toHtml, withoutIsolates } from './isolate.ts'

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
  /** For a button, link or caption: on one line if both languages fit on it. */
  inline(key: string, params?: LinkParams): string
  /** For a heading, label or message: one above the other, in columns if there is room. The call centre's number dials. */
  label(key: string, params?: LinkParams): string
  /** The same for a link, after the name of the field that it is about, if any: `Numéro de CNI : …`. */
  named(name: string | undefined, key: string, params?: LinkParams): string
  /** One element per language, side by side if there is room. The call centre's number dials. */
  block(key: string, params?: LinkParams, tag?: string, className?: string): string
  /** The insurer's own text (a name, a slogan) in the layout of a caption. */
  own(words: Own): string
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => LANGUAGES[language].direction
export const OFFERED = MODES.map(mode => ({
  mode,
  name: mode === 'both' ? undefined : LANGUAGES[mode].name,
}))

export function copyFor(mode: Mode, translate: Record<Language, Translate>, call: Call): Copy {
  const spoken = languagesOf(mode)
  const [lang] = spoken
  const once = copyCache()
  const owned = new WeakMap<Own, string>()

  return {
    mode,
    lang,
    dir: directionOf(lang),
    offered: OFFERED,
    each: make => spoken.map(language => withoutIsolates(make(translate[language]))).join(' / '),
    text: (key, params) =>
      once(`text ${key}`, params, () => spoken.map(say(key, params)).map(withoutIsolates).join(' / ')),
    inline: (key, params) => once(`inline ${key}`, params, () => inSpans('app-pair', said(key, params), params)),
    label: (key, params) => once(`label ${key}`, params, () => inSpans('app-both', said(key, params), params, call)),
    named: (name, key, params) =>
      once(`${name} ${key}`, params, () => inSpans('app-both', name ? saidOf(name, key, params) : said(key, params))),
    block: (key, params, tag = 'p', className) =>
      once(`${tag}.${className} ${key}`, params, () => inBlocks(tag, said(key, params), params, className)),
    own(words) {
      const made = owned.get(words) ?? inSpans('app-pair', official(words))
      owned.set(words, made)
      return made
    },
  }

  function official(words: Own): Partial<Spoken> {
    return Object.fromEntries(spoken.map(language => [language, words[LANGUAGES[language].official]]))
  }

  function say(key: string, params?: Params) {
    return (language: Language) => translate[language](key, params)
  }

  function said(key: string, { href: _, ...values }: LinkParams = {}): Partial<Spoken> {
    return Object.fromEntries(spoken.map(language => [language, say(key, values)(language)]))
  }

  function saidOf(name: string, key: string, params?: LinkParams): Partial<Spoken> {
    const [names, messages] = [said(name), said(key, params)]
    return Object.fromEntries(
      spoken.map(language => [
        language,
        say('service.named', { name: names[language], message: messages[language] })(language),
      ]),
    )
  }

  function inSpans(className: string, texts: Partial<Spoken>, { href }: LinkParams = {}, call?: Call): string {
    const [only, ...others] = spoken.map(language =>
      part(spoken.length > 1 ? 'span' : '', language, toHtml(texts[language]!, href, call)),
    )
    return others.length === 0 ? only! : `<span class="${className}">${[only, ...others].join(' ')}</span>`
  }

  function inBlocks(tag: string, texts: Partial<Spoken>, { href }: LinkParams = {}, className?: string): string {
    const parts = spoken.map(language => part(tag, language, toHtml(texts[language]!, href, call), className))
    return parts.length === 1 ? parts[0]! : `<div class="app-both">${parts.join('')}</div>`
  }

  /** Without a tag, text in the page's own language gets no element. */
  function part(tag: string, language: Language, html: string, className?: string): string {
    const own = language === lang
    if (!tag && own) return html
    const foreign = own ? '' : ` lang="${language}" dir="${directionOf(language)}"`
    return `<${tag || 'span'}${className ? ` class="${className}"` : ''}${foreign}>${html}</${tag || 'span'}>`
  }
}
