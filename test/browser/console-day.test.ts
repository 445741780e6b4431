/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts'
import { startConsole } from '../../src/agent/server.ts'
import { loadConsoleConfig } from '../../src/config/index.ts'
import { dayAndHour } from '../../src/domain/day.ts'
import { axeViolations } from '../support/axe.ts'
import { openBrowser } from '../support/chromium.ts'
import { consoleSurroundings } from '../support/console.ts'
import { sampleDay } from '../support/sample-day.ts'

const { day } = dayAndHour(Date.now())
/** A thousand times a thousand journeys: the figures are as wide as they come. */
const MILLION = 1000

let around: Awaited<ReturnType<typeof consoleSurroundings>>
let server: Awaited<ReturnType<typeof startConsole>>
let memory: MemoryStore
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
before(async () => {
  around = await consoleSurroundings()
  const config = loadConsoleConfig(around.environment)
  memory = createMemoryStore(config.limits)
  await memory.days.add(day, { writer: 'a1', number: 1, counts: sampleDay(MILLION) })
  server = await startConsole(config, memory)
  const supervisor = await around.hire('naima', { role: 'supervisor' })
  await supervisor.signIn()
  browser = await openBrowser()
  page = await browser.newPage({ width: 1280 })
  const cookies = supervisor.cookies.split('; ').map(cookie => cookie.split('=') as [string, string])
  await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: around.origin })))
})
after(async () => {
  await browser.close()
  await server.stop()
  around.remove()
})

/** axe does not judge text in a drawing: it has the colour of all text. */
const UNDECIDED = /^color-contrast, undecided .*<text class="app-chart__/

const open = (lang: string) => page.goto(`${around.origin}/journee?lang=${lang}`)

/** Where each chart has its bars and words on the screen, in pixels. */
const drawn = () =>
  page.evaluate(() => {
    const box = (element: Element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return { left, right, top, bottom, text: element.textContent ?? '' }
    }
    return [...document.querySelectorAll('.app-chart')].map(chart => ({
      name: chart.getAttribute('aria-labelledby')!,
      chart: box(chart),
      bars: [...chart.querySelectorAll('.app-chart__bar')].map(box),
      texts: [...chart.querySelectorAll('text')].map(box),
    }))
  })

type Box = Awaited<ReturnType<typeof drawn>>[number]['chart']
/** Two boxes share more than an edge; a line of text is higher than its letters. */
const overlap = (one: Box, other: Box) =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 5

describe('the page of a day in a browser', () => {
  for (const lang of ['fr', 'ar'])
    for (const width of [320, 360, 1280])
      test(`draws bars from the side where lines begin, with words outside of them, in ${lang} at ${width} px`, async () => {
        await page.setViewportSize({ width, height: 900 })
        await open(lang)
        const charts = await drawn()
        assert.deepEqual(
          charts.map(({ name }) => name),
          ['funnel-title', 'codes-title', 'refusals-title', 'hours-title'],
        )
        for (const { name, chart, bars, texts } of charts) {
          const where = `${name}, ${lang}, ${width}`
          assert.ok(bars.length >= 8, where)
          for (const text of texts) {
            assert.ok(text.left >= chart.left - 1 && text.right <= chart.right + 1, `${where}: “${text.text}” fits`)
            for (const bar of bars) assert.ok(!overlap(text, bar), `${where}: “${text.text}” is beside the bars`)
            for (const other of texts)
              assert.ok(text === other || !overlap(text, other), `${where}: ${text.text}, ${other.text}`)
          }
          if (name === 'hours-title') continue
          for (const bar of bars) {
            const gap = lang === 'ar' ? chart.right - bar.right : bar.left - chart.left
            assert.ok(Math.abs(gap) <= 2, `${where}: a bar begins ${gap} px from the side`)
            const words = texts.find(
              ({ top, bottom, text }) => /\d/.test(text) && top < bar.bottom - 3 && bottom > bar.top + 3,
            )!
            const beyond = lang === 'ar' ? bar.left - words.right : words.left - bar.right
            assert.ok(beyond >= 0 && beyond < 15, `${where}: “${words.text}” is ${beyond} px behind its bar`)
          }
        }
        const [wide, less] = charts[0]!.bars.map(({ left, right }) => right - left)
        assert.ok(Math.abs(less! / wide! - 0.94) < 0.02, 'bars are as long as their figures')
        const columns = charts[3]!.bars.filter((_, at) => at % 2 === 0).map(({ left }) => left)
        const sorted = columns.toSorted((one, other) => (lang === 'ar' ? other - one : one - other))
        assert.deepEqual(columns, sorted, 'the hours run as lines do')
      })

  for (const lang of ['fr', 'ar'])
    test(`is accessible, fits a narrow window, and has no style of its own in ${lang}`, async () => {
      const problems: string[] = []
      page.on('console', message => message.type() === 'error' && problems.push(message.text()))
      await open(lang)
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 })
        const violations = (await axeViolations(page)).filter(line => !UNDECIDED.test(line))
        assert.deepEqual(violations, [], `${width}`)
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `fits ${width}`)
      }
      assert.equal(await page.evaluate(() => document.querySelectorAll('[style]').length), 0)
      const colours = await page.evaluate(() => [
        getComputedStyle(document.querySelector('main h1')!).color,
        ...[...document.querySelectorAll('.app-chart text')].map(text => getComputedStyle(text).fill),
      ])
      assert.equal(new Set(colours).size, 1, 'the colour of text')
      assert.deepEqual(problems, [])
    })

  test('has beneath each chart a table with the same figures, and tells its two kinds of bars apart without colour', async () => {
    await open('fr')
    const parts = await page.evaluate(() =>
      [...document.querySelectorAll('.app-chart')].slice(0, 3).map(chart => {
        const figures = (text: string | null) => (text ?? '').replace(/[^\d:]/g, '').replace(/^:/, '')
        const bars = [...chart.querySelectorAll('.app-chart__words')].map(words => figures(words.textContent))
        const cells = [...chart.nextElementSibling!.querySelectorAll('td')].map(cell => figures(cell.textContent))
        const fills = [...chart.querySelectorAll('.app-chart__bar')].slice(0, 2).map(bar => getComputedStyle(bar).fill)
        return { bars: bars.map(bar => bar.split(':').at(-1)), cells, fills }
      }),
    )
    for (const { bars, cells } of parts) assert.deepEqual(bars, cells)
    assert.deepEqual(parts[0]!.fills[1], 'none')
    assert.notEqual(parts[0]!.fills[0], 'none')
  })

  test('prints on two sheets of A4 paper, without what can be pressed', async () => {
    for (const lang of ['fr', 'ar']) {
      await open(lang)
      const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g)
      assert.equal(sheets?.length, 2, lang)
      await page.emulateMedia({ media: 'print' })
      const seen = await page.evaluate(
        () =>
          [...document.querySelectorAll('main a, main button, main input')].filter(
            each => each.getClientRects().length > 0,
          ).length,
      )
      const [first] = await drawn()
      await page.emulateMedia({ media: null })
      assert.equal(seen, 0)
      assert.ok(
        first!.bars.every(({ right, left }) => right > left),
        'with its charts',
      )
    }
  })
})
