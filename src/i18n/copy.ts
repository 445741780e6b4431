import type { Params, Translate } from '../i18n.ts'
import type { Language, Mode } from '../ports.ts'
import { toHtml, withoutIsolates } from './isolate.ts'

type LinkParams = Params & { href?: string }

/** The copy as one page shows it: in one language, or in both, French first. Methods return HTML unless they say otherwise. */
export interface Copy {
  mode: Mode
  /** The language and direction of the page as a whole. */
  lang: Language
  dir: 'ltr' | 'rtl'
  /** Plain text made once for each language: `Erreur : Identité / خطأ: الهوية`. */
  each(make: (say: (key: string, params?: Params) => string) => string): string
  /** Plain text, for attributes and titles: `Oui / نعم`. */
  text(key: string, params?: Params): string
  /** Within a line: label, link, button. The parts are told apart for screen readers as well. */
  inline(key: string, params?: LinkParams): string
  /** One element for each language, side by side where there is room. */
  block(key: string, params?: LinkParams, tag?: string, className?: string): string
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')
const SEPARATOR = ' <span class="app-or" aria-hidden="true">/</span> '

/** The copy in a reading mode. What takes no parameters is put together once. */
export function copyFor(mode: Mode, translate: Record<Language, Translate>): Copy {
  const lang = mode === 'ar' ? 'ar' : 'fr'
  const spoken: Language[] = mode === 'both' ? ['fr', 'ar'] : [mode]
  const cache = new Map<string, string>()

  return {
    mode,
    lang,
    dir: directionOf(lang),
    each: make => spoken.map(language => withoutIsolates(make(translate[language]))).join(' / '),
    text: (key, params) =>
      once(`text ${key}`, params, () => spoken.map(say(key, params)).map(withoutIsolates).join(' / ')),
    inline: (key, params) =>
      once(`inline ${key}`, params, () => joined(spoken.map(language => part('span', language, key, params)))),
    block: (key, params, tag = 'p', className) =>
      once(`${tag}.${className} ${key}`, params, () =>
        columns(spoken.map(language => part(tag, language, key, params, className))),
      ),
  }

  function once(name: string, params: Params | undefined, make: () => string): string {
    if (params) return make()
    const known = cache.get(name)
    if (known !== undefined) return known
    const made = make()
    cache.set(name, made)
    return made
  }

  function say(key: string, params?: Params) {
    return (language: Language) => translate[language](key, params)
  }

  function part(tag: string, language: Language, key: string, params?: LinkParams, className?: string): string {
    const { href, ...values } = params ?? {}
    const html = toHtml(translate[language](key, values), href)
    const foreign = language === lang ? '' : ` lang="${language}" dir="${directionOf(language)}"`
    const attributes = `${className ? ` class="${className}"` : ''}${foreign}`
    return tag === 'span' && !attributes ? html : `<${tag}${attributes}>${html}</${tag}>`
  }

  function joined(parts: string[]): string {
    return parts.join(SEPARATOR)
  }

  function columns(parts: string[]): string {
    return parts.length === 1 ? parts[0]! : `<div class="app-both">${parts.join('')}</div>`
  }
}
