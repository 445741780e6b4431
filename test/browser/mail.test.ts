/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Limits } from '../../src/config/limits/index.ts'
import { translators } from '../../src/i18n/index.ts'
import { courier } from '../../src/i18n/messages/courier.ts'
import { type Mail, MODES, type Mode } from '../../src/ports/index.ts'
import { templates } from '../../src/web/views/index.ts'
import { openBrowser } from '../support/chromium.ts'
import { brokenRuns, DIRECTIONS, runsOf } from '../support/drawn-lines.ts'
import { readOrganisation } from '../unit/organisation.ts'

let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
before(async () => {
  browser = await openBrowser()
  page = await browser.newPage({ width: 360, height: 640 })
})
after(() => browser.close())

const CODE = '012345'
const PHONES = ['05 38 00 20 20', '+212 5 38 00 20 20']
const KINDS = ['code', 'activated', 'unfinished'] as const
/** Codes, numbers to call, years, times of day: whatever has digits, with all that stands between them. */
const FIGURES = /\+?\d[\d \u00a0:]*\d/g

/** What mail programs leave of a mail, by caniemail.com: Gmail, Outlook and Yahoo drop `bdi`, many drop styles. */
const bdi = (html: string) => html.replace(/<\/?bdi[^>]*>/g, '')
const styles = (html: string) => html.replace(/<style[\s\S]*?<\/style>/g, '').replace(/ (?:style|class)="[^"]*"/g, '')
const dir = (html: string) => html.replace(/ dir="[^"]*"/g, '')
const PROGRAMS: Record<string, (html: string) => string> = {
  'keeps all of it': html => html,
  'drops bdi': bdi,
  'drops styles': styles,
  'drops bdi and styles': html => bdi(styles(html)),
}

for (const mode of MODES)
  describe(`the figures of a mail in ${mode}`, () => {
    for (const [program, shownBy] of Object.entries(PROGRAMS))
      for (const phone of PHONES)
        test(`are drawn in reading order by a program that ${program}, with ${phone} to call`, async () => {
          for (const kind of KINDS) {
            const figures = await drawn(shownBy(await html(kind, mode, phone)))
            assert.ok(figures.length > 0)
            for (const { written, seen } of figures) assert.equal(seen, written, kind)
            const plain = figures.map(({ seen }) => seen.replaceAll('\u00a0', ' '))
            assert.ok(plain.includes(phone), `${kind}: ${plain}`)
            if (kind === 'code') assert.ok(plain.includes(CODE), `${plain}`)
          }
        })

    test('keep the groups of the number to call in order even where no direction is left', async () => {
      for (const kind of KINDS)
        for (const { written, seen } of await drawn(dir(bdi(styles(await html(kind, mode, PHONES[0]!))))))
          assert.equal(seen, written, kind)
    })

    for (const direction of DIRECTIONS)
      test(`are drawn beside their words in the plain text, laid out by ${direction}`, async () => {
        for (const kind of KINDS)
          for (const phone of PHONES) {
            const { text } = await written(kind, mode, phone)
            assert.ok(runsOf(text).includes(phone), text)
            assert.deepEqual(await brokenRuns(page, text, direction), [])
          }
      })
  })

const LANGUAGES_OF = { fr: ['fr'], ar: ['ar'], both: ['fr', 'ar'] } as const

for (const mode of MODES)
  describe(`the sentences of a mail in ${mode}`, () => {
    for (const [program, shownBy] of Object.entries(PROGRAMS))
      test(`stand in those languages, each drawn in its direction, by a program that ${program}`, async () => {
        for (const kind of KINDS) {
          const sentences = await sentencesIn(shownBy(await html(kind, mode, PHONES[0]!)))
          assert.deepEqual([...new Set(sentences.map(({ language }) => language))], LANGUAGES_OF[mode], kind)
          for (const { text, language, endsAt } of sentences)
            assert.equal(endsAt, language === 'ar' ? 'left' : 'right', text)
        }
      })

    test('are kept apart by a line, French above and Arabic below, whatever a program drops', async () => {
      for (const shownBy of [...Object.values(PROGRAMS), (html: string) => dir(bdi(styles(html)))])
        for (const kind of KINDS) {
          const sentences = await sentencesIn(shownBy(await html(kind, mode, PHONES[0]!)))
          const sides = sentences
            .filter(({ isPreview }) => !isPreview)
            .map(({ language, belowLine }) => `${language} ${belowLine}`)
          const apart = mode === 'both' ? ['fr false', 'ar true'] : [`${mode} false`]
          assert.deepEqual([...new Set(sides)], apart, kind)
        }
    })
  })

const html = async (...which: Parameters<typeof written>) => (await written(...which)).html

async function written(kind: (typeof KINDS)[number], mode: Mode, shown: string): Promise<Mail> {
  const { callCentre, ...rest } = readOrganisation('cnops')
  const organisation = { ...rest, callCentre: { ...callCentre, shown } }
  const mails: Mail[] = []
  const carrier = courier(
    { organisation, limits: Limits.parse({}), PUBLIC_URL: new URL('https://www.cnops.org.ma'), SMS_SEGMENTS: 2 },
    await translators(organisation, false),
    templates({ reload: false }),
    { mailer: { send: async mail => void mails.push(mail) }, sms: { send: async () => undefined } },
  )
  const to = { destination: 'nom@exemple.ma', mode }
  if (kind === 'code') await carrier.code({ channel: 'email', code: CODE, ...to })
  else if (kind === 'unfinished') await carrier.unfinished({ id: 'one', ...to })
  else await carrier.activated({ channel: 'email', activatedAt: '2026-11-22T10:00:00Z', ...to })
  return mails[0]!
}

/** Each figure as it is written, and as the eye meets its characters from left to right, line by line. */
async function drawn(html: string): Promise<{ written: string; seen: string }[]> {
  await page.setContent(html)
  return page.evaluate(figures => {
    const found: { written: string; seen: string }[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode as Text
      for (const { 0: written, index } of node.data.matchAll(new RegExp(figures, 'g'))) {
        const placed = [...written].map((character, at) => {
          const range = document.createRange()
          range.setStart(node, index + at)
          range.setEnd(node, index + at + 1)
          const { left, top } = range.getBoundingClientRect()
          return { character, left, top: Math.round(top) }
        })
        const seen = placed.toSorted((a, b) => a.top - b.top || a.left - b.left).map(({ character }) => character)
        found.push({ written, seen: seen.join('') })
      }
    }
    return found
  }, FIGURES.source)
}

/** Each visible sentence that ends in a mark: its script, the side of its last line on which that mark is, and where it stands. */
async function sentencesIn(html: string) {
  await page.setContent(html)
  return page.evaluate(() => {
    const rectOf = (node: Text, index: number) => {
      const range = document.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + 1)
      return range.getBoundingClientRect()
    }
    const line = document.querySelector('hr')?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY
    const preview = document.querySelector('body > div')!
    return [...document.querySelectorAll('body div[lang], p')]
      .filter(block => !block.querySelector('p') && block.checkVisibility())
      .flatMap(block => {
        const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
        const glyphs = []
        while (nodes.nextNode()) {
          const node = nodes.currentNode as Text
          for (const [at, character] of [...node.data].entries())
            if (character.trim()) glyphs.push({ character, rect: rectOf(node, at) })
        }
        const mark = glyphs.at(-1)
        if (!mark || !/[.:,،]/.test(mark.character)) return []
        const last = glyphs.filter(({ rect }) => Math.abs(rect.bottom - mark.rect.bottom) < rect.height / 2)
        const isLeft = last.every(({ rect }) => rect.left >= mark.rect.left)
        const text = block.textContent!.trim()
        return {
          text,
          language: /\p{Script=Arabic}/u.test(text) ? 'ar' : 'fr',
          endsAt: isLeft ? 'left' : 'right',
          isPreview: preview.contains(block),
          belowLine: mark.rect.top > line,
        }
      })
  })
}
