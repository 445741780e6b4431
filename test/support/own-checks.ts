/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** What axe does not look for, wrong with the page as it stands: a line each. A mail has no `translate`, which mail programs drop. */
export async function missedByAxe(page: Page, of: 'page' | 'part' = 'page'): Promise<string[]> {
  const found = [await wrongLanguage(page), await idsOfNothing(page), await silentErrors(page), await noFocusRing(page)]
  return [...found.flat(), ...(of === 'page' ? await translated(page) : [])]
}

/** Arabic outside `lang=ar`, Latin words outside `lang=fr` (WCAG 3.1.2). Names, addresses and what is not to be translated are of no language. */
function wrongLanguage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const NAMES =
      /\b(?:WhatsApp|JavaScript|Internet|Chromium|axe|VoiceOver|TalkBack)\b|[\w.+-]+@[\w.-]+|\b(?:https?:\/\/|www\.)\S+|\b[A-Z\d]{2,}\b/g
    const spoken = (element: Element | null) => element?.closest('[lang]')?.getAttribute('lang')
    const found: string[] = []
    const look = (root: Node, outer: Element) => {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const text = texts.currentNode as Text
        const element = text.parentElement ?? outer
        if (element.closest('script, style, title')) continue
        judge(text.data, spoken(element) ?? spoken(outer), Boolean(element.closest('[translate="no"]')))
      }
      for (const template of (root as ParentNode).querySelectorAll('template')) look(template.content, template)
      for (const element of (root as ParentNode).querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
        for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
          judge(element.getAttribute(name) ?? '', spoken(element) ?? spoken(outer), false)
    }
    const judge = (text: string, language: string | null | undefined, isNobodys: boolean) => {
      if (/\p{Script=Arabic}/u.test(text) && language !== 'ar') found.push(`language ${language}: ${text.trim()}`)
      const words = text.replace(NAMES, '')
      if (!isNobodys && /\p{Script=Latin}{2}/u.test(words) && language !== 'fr')
        found.push(`language ${language}: ${text.trim()}`)
    }
    look(document.body, document.documentElement)
    return found
  })
}

/** Ids that describe, label or are led to, and are not there. */
function idsOfNothing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for', 'form', 'href'].flatMap(name =>
      [...document.querySelectorAll(name === 'href' ? '[href^="#"]' : `[${name}]`)].flatMap(element => {
        const ids = element.getAttribute(name)!.replace(/^#/, '').split(/\s+/)
        return ids.filter(id => id && !document.getElementById(id)).map(id => `${name} of nothing: ${id}`)
      }),
    ),
  )
}

/** Fields in error whose error is not written, or not told with the field; summaries that lead to nothing seen (WCAG 3.3.1). */
function silentErrors(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isSaid = (element: Element | null) => Boolean(element?.checkVisibility() && element.textContent?.trim())
    const described = (element: Element) => (element.getAttribute('aria-describedby') ?? '').split(/\s+/)
    const invalid = [...document.querySelectorAll('[aria-invalid="true"]')].filter(field => field.checkVisibility())
    const told = new Set([...document.querySelectorAll('[aria-describedby]')].flatMap(described))
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.govuk-error-summary a')]
    const leadTo = (link: HTMLAnchorElement) => document.getElementById(link.hash.slice(1))
    return [
      ...invalid
        .filter(field => !described(field).some(id => id.endsWith('-error') && isSaid(document.getElementById(id))))
        .map(field => `error without words: ${field.id}`),
      ...[...document.querySelectorAll('.govuk-error-message')]
        .filter(message => !told.has(message.id))
        .map(message => `error told with no field: ${message.id}`),
      ...(invalid.length > 0 && !links.some(isSaid) ? ['error without a summary'] : []),
      ...links.filter(link => !leadTo(link)?.checkVisibility()).map(link => `link to nothing seen: ${link.hash}`),
    ]
  })
}

/** What can have the focus and looks the same with it (WCAG 2.4.7). Ticks are drawn by their labels. */
function noFocusRing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const looks = (element: Element) => {
      const drawn = [getComputedStyle(element)]
      const label = element.matches('[type="radio"], [type="checkbox"]') && element.nextElementSibling
      if (label) drawn.push(getComputedStyle(label, '::before'))
      return drawn
        .map(style => {
          const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`
          return [outline, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth].join()
        })
        .join()
    }
    const can = 'a[href], button:not([disabled]), input:not([type="hidden"]), summary, [tabindex="0"]'
    const before = document.activeElement
    const found = [...document.querySelectorAll<HTMLElement>(can)]
      .filter(element => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0)
      .filter(element => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        const without = looks(element)
        element.focus({ preventScroll: true })
        return looks(element) === without
      })
      .map(element => `no focus ring: ${element.outerHTML.slice(0, 100)}`)
    if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    return found
  })
}

/** Numbers, addresses, references and identifiers that a browser would translate, which then could not be copied or read out. */
function translated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const RUN = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d /-]{4,}\d|\b[A-Z]{1,2}-?\d{3,}\b/
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode as Text
      if (RUN.test(data) && !parentElement?.closest('[translate="no"], script, style'))
        found.push(`translated: ${data.trim()}`)
    }
    return found
  })
}
