/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import { activation } from '../../src/journey.ts'
import type { Mode } from '../../src/ports/index.ts'
import { isOfError } from '../support/expected-scenes.ts'
import { EVERY_SIZE, MODES, openRoom, type Rooms, SIZES, TOLD, tables, tablesIn } from '../support/rooms.ts'
import { sceneNames } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite({ extra: gallery })
const names = (await sceneNames(service.origin)).filter(name => !/^(mail|sms|voice)\./.test(name))
const steps = new Set<string>(activation.steps.map(({ slug }) => slug))

/** Infinity would be taken for the usual limit. */
const ALL_OF_THEM = { timeout: 3_600_000 }
const HEAD = 80
const FOOT = 250
const SCREEN = SIZES.phone.height
const FOLD = SIZES.desktop.height
/** How far down the first control may begin. What is accepted stands above the box of the terms, and must be read. */
const CONTROL: Record<Mode, number> = { fr: SCREEN, ar: SCREEN, both: 800 }
const TERMS: Record<Mode, number> = { fr: 960, ar: 960, both: 1500 }
/** Opened to an agent, which the member must be able to read and to end. */
const OPENED: Record<Mode, number> = { fr: SCREEN, ar: SCREEN, both: 960 }
/** With an error, which stands in the summary and beside the field: in both languages that is four times. */
const AFTER_ERROR: Record<Mode, number> = { fr: 2 * SCREEN, ar: 2 * SCREEN, both: 1800 }
/** Two screens of a desktop at 400 % zoom. */
const ZOOMED = 512
const CODE_PAGE: Record<Mode, number> = { fr: 2 * SCREEN, ar: 2 * SCREEN, both: 3 * SCREEN }
const LONG_ADDRESS = `${'a-very-long-name.'.repeat(4)}xy@services.example.ma`
/** Between two machines' fonts, and two times of the day. */
const LEEWAY = 10

describe('the question comes first', ALL_OF_THEM, () => {
  const measured = new Map<string, Rooms>()

  describe('on every page', { concurrency: true, ...ALL_OF_THEM }, () => {
    for (const mode of MODES)
      test(`in ${mode}`, ALL_OF_THEM, async t => {
        const { page, measure } = await openRoom(browser, service.origin, mode)
        // An error in one language is shorter than in both.
        for (const name of names.filter(name => mode === 'both' || !isOfError(name)))
          await t.test(name, async () => {
            const rooms = await measure(name, sizesFor(name))
            measured.set(`${name} ${mode}`, rooms)
            assert.deepEqual(tooLow(name, mode, rooms), [], JSON.stringify(rooms))
          })
        await t.test('the page of the e-mail code, also with a long address', async () => {
          assert.equal(LONG_ADDRESS.length, 90)
          for (const change of [undefined, writeAddress]) {
            const { phone } = await measure('email-code.blank', ['phone'], change)
            assert.ok(phone.page <= CODE_PAGE[mode], `${phone.page} px`)
            assert.ok(phone.control <= CONTROL[mode], `${phone.control} px`)
          }
        })
        await page.context().close()
      })
  })

  test('the table in docs/accessibility.md is what is measured, within ten pixels', () => {
    const written = tablesIn(readFileSync('docs/accessibility.md', 'utf8'))
    const now = tables((name, mode) => measured.get(`${name} ${mode}`)!)
    assert.equal(withoutNumbers(written), withoutNumbers(now), 'npm run room')
    const figures = numbersIn(written)
    assert.ok(figures.length >= TOLD.length * MODES.length * Object.keys(SIZES).length)
    const off = numbersIn(now).filter((figure, n) => Math.abs(figure - figures[n]!) > LEEWAY)
    assert.deepEqual(off, [], `npm run room: now\n${now}`)
  })
})

/** In larger windows pages without an error are judged, and what the table holds. */
const sizesFor = (name: string) =>
  TOLD.includes(name) || (isOfStep(name) && !isOfError(name)) ? EVERY_SIZE : (['phone'] as const)

const isOfStep = (name: string) => steps.has(name.split('.')[0]!)

/** Which figures of a page are above what they may be, a line each. */
function tooLow(name: string, mode: Mode, { phone, zoomed, desktop }: Rooms): string[] {
  if (!isOfStep(name)) return over({ foot: [phone.foot, FOOT] })
  const terms = name.startsWith('terms.')
  const all = { head: [phone.head, HEAD], foot: [phone.foot, FOOT] } as const
  if (phone.said !== undefined)
    return over({
      ...all,
      said: [phone.said, SCREEN],
      control: [phone.control, AFTER_ERROR[mode]],
    })
  const opened = name.includes('.assistance.')
  return over({
    ...all,
    control: [phone.control, (terms ? TERMS : opened ? OPENED : CONTROL)[mode]],
    fold: [desktop.control, FOLD],
    ...(!terms && !opened && { zoomed: [zoomed.control, ZOOMED] }),
  })
}

const over = (figures: Record<string, readonly [number, number]>) =>
  Object.entries(figures).flatMap(([name, [is, most]]) => (is > 0 && is <= most ? [] : [`${name}: ${is} > ${most}`]))

const writeAddress = (page: Page) =>
  page.evaluate(address => {
    document.querySelector('.app-sent bdi')!.textContent = address
  }, LONG_ADDRESS)

const NUMBER = /(?<!`)\b\d+\b/g
const numbersIn = (text: string) => (text.match(NUMBER) ?? []).map(Number)
const withoutNumbers = (text: string) => text.replace(NUMBER, 'n')
