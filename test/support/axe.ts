/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** WCAG 2.0 to 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Has axe in whatever the page opens from now on: quicker than bringing it along each time. */
export async function keepAxe(page: Page): Promise<void> {
  await page.addInitScript(SOURCE)
}

/**
 * What axe finds wrong with the page as it stands, or cannot decide: a line for each element. A mail is `part` of a page of
 * the mail program. Of a page with errors only what an error adds is judged: the rest is the page's without them.
 */
export async function axeViolations(page: Page, of: 'page' | 'part' = 'page'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE)
  return page.evaluate(
    async tags => {
      // A box drawn beside a text keeps axe from deciding on the text's contrast; no text stands on it.
      const withoutBoxes = new CSSStyleSheet()
      withoutBoxes.replaceSync('.govuk-checkboxes__label::before, .govuk-checkboxes__label::after { display: none }')
      const sheets = document.adoptedStyleSheets
      document.adoptedStyleSheets = [...sheets, withoutBoxes]
      const wrong = document.querySelector('#summary') && { include: [['#summary'], ['.govuk-form-group--error']] }
      const { violations, incomplete } = await window.axe.run(wrong ?? document, {
        runOnly: tags,
        resultTypes: ['violations', 'incomplete'],
      })
      document.adoptedStyleSheets = sheets
      const lines = (results: typeof violations, what: string) =>
        results.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}${what} (${help}): ${html}`))
      return [...lines(violations, ''), ...lines(incomplete, ', undecided')]
    },
    of === 'page' ? [...WCAG, 'best-practice'] : WCAG,
  )
}
