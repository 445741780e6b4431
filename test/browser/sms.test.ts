/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Limits } from '../../src/config/limits/index.ts'
import { translators } from '../../src/i18n/index.ts'
import { codeSms } from '../../src/i18n/messages/code-sms.ts'
import { smsText } from '../../src/i18n/messages/sms.ts'
import { MODES, type Mode } from '../../src/ports/index.ts'
import { openBrowser } from '../support/chromium.ts'
import { readOrganisation } from '../unit/organisation.ts'

let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
before(async () => {
  browser = await openBrowser()
  page = await browser.newPage({ width: 1280 })
})
after(() => browser.close())

/** How phones lay a text out: each line by its first letter, or all of it as their own language is written. */
const DIRECTIONS = ['auto', 'ltr', 'rtl'] as const

for (const name of ['cnops', 'cnss'] as const)
  for (const mode of MODES)
    describe(`the figures of an SMS of ${name} in ${mode}`, () => {
      for (const direction of DIRECTIONS)
        test(`are drawn in reading order on a phone that writes ${direction}`, async () => {
          for (const text of await texts(name, mode)) {
            const written = text.match(FIGURES)!
            assert.ok(written.length > 1, text)
            assert.deepEqual(await drawn(text, direction), written, text)
          }
        })
    })

/** Codes, dates and numbers with whatever stands between their digits. */
const FIGURES = /\d[\d /]*\d/g

async function texts(name: 'cnops' | 'cnss', mode: Mode): Promise<string[]> {
  const organisation = readOrganisation(name)
  const translate = await translators(organisation, false)
  const code = (hostname: string) =>
    codeSms({ organisation, limits: Limits.parse({}), PUBLIC_URL: { hostname } }, translate)(mode, '012345')
  const activated = { sender: organisation.shortName, date: '22/11/2026' }
  return [code('www.cnss.ma'), code('activation.cnops.org.ma'), smsText(translate, mode, 'activated', activated)]
}

/** The figures of the text as the eye meets their characters from left to right. */
async function drawn(text: string, direction: string): Promise<string[]> {
  await page.setContent('<p id="sms" style="white-space: pre-wrap"></p>')
  return page.evaluate(
    ([text, direction, figures]) => {
      const paragraph = document.getElementById('sms')!
      paragraph.dir = direction!
      paragraph.textContent = text!
      const leftOf = (index: number) => {
        const range = document.createRange()
        range.setStart(paragraph.firstChild!, index)
        range.setEnd(paragraph.firstChild!, index + 1)
        return range.getBoundingClientRect().left
      }
      return [...text!.matchAll(new RegExp(figures!, 'g'))].map(({ 0: run, index }) =>
        [...run]
          .map((character, at) => ({ character, left: leftOf(index + at) }))
          .toSorted((a, b) => a.left - b.left)
          .map(({ character }) => character)
          .join(''),
      )
    },
    [text, direction, FIGURES.source],
  )
}
