/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import postcss from 'postcss'
import { gallery } from '../../src/demo/gallery/index.ts'
import { sceneUrl } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'
import { asFloorReads } from './css-uses.ts'

const { service, browser } = await openSite({ extra: gallery })
const [built] = globSync('public/assets/cnops.*.css')
const styles = asFloorReads(postcss.parse(readFileSync(built!, 'utf8'))).toString()

describe('in the oldest browsers, which pass over what is newer in the styles', () => {
  for (const mode of ['fr', 'ar', 'both'] as const) {
    for (const scene of ['identity.blank', 'email-code.blank', 'terms.blank', 'password.blank'])
      test(`no circle, tick or box is drawn over its words on ${scene} in ${mode}`, async () => {
        const page = await pageOf(scene, mode)
        const drawn = await drawings(page)
        assert.ok(drawn.length > 0)
        for (const { words, drawn: points, overlaps, beyond } of drawn) {
          assert.ok(points > 10, `not drawn before “${words}”`)
          assert.equal(overlaps, false, `over “${words}”`)
          assert.equal(beyond, false, `elsewhere than before “${words}”`)
        }
      })

    test(`only the field of the choice made is shown in ${mode}`, async () => {
      const page = await pageOf('identity.blank', mode)
      for (const [choice, shown, other] of [
        ['identifierType', 'registrationNumber', 'employerId'],
        ['identifierType-employerId', 'employerId', 'registrationNumber'],
      ] as const) {
        await page.locator(`[for="${choice}"]`).click()
        assert.ok(await page.locator(`#${shown}`).isVisible())
        assert.ok(await page.locator(`#${other}`).isHidden())
      }
    })
  }

  test('a wide window has margins and columns', async () => {
    const page = await pageOf('terms.blank', 'both', 1280)
    const { left, right } = await rectangle(page, '.govuk-width-container')
    assert.ok(left > 100 && Math.abs(left - (1280 - right)) < 20, `from ${left} to ${right}`)
    const beside = await page.locator('main .app-both').evaluateAll(
      texts =>
        texts.filter(({ firstElementChild: french, lastElementChild: arabic }) => {
          const [one, other] = [french!.getBoundingClientRect(), arabic!.getBoundingClientRect()]
          return one.right <= other.left && one.top === other.top
        }).length,
    )
    assert.ok(beside > 0)
  })
})

async function pageOf(scene: string, mode: string, width = 360): Promise<Page> {
  const page = await browser.newPage({ width, height: 640 })
  await page.route('**/assets/cnops.*.css', route => route.fulfill({ contentType: 'text/css', body: styles }))
  await page.goto(sceneUrl(service.origin, scene, mode))
  for (const box of await page.locator('.app-captcha').all()) await box.waitFor()
  return page
}

/** What is drawn before each label or rule: whether it lies over the words, or elsewhere than in the room before them. */
function drawings(page: Page) {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    document.adoptedStyleSheets = [sheet]
    return ['::before', '::after'].flatMap(pseudo =>
      [...document.querySelectorAll<HTMLElement>('.govuk-radios__label, .govuk-checkboxes__label, .app-rules li')]
        .filter(element => element.checkVisibility() && getComputedStyle(element, pseudo).position === 'absolute')
        .map(element => {
          element.scrollIntoView({ block: 'center' })
          const box = element.closest('.govuk-radios__item, .govuk-checkboxes__item, li')!.getBoundingClientRect()
          // A label begins after its control; a rule has room before its words.
          const input = element.parentElement!.querySelector(':scope > input')?.getBoundingClientRect()
          const rtl = getComputedStyle(element).direction === 'rtl'
          const room = input ?? { left: rtl ? box.right - 34 : box.left, right: rtl ? box.right : box.left + 34 }
          const points = pointsOf(element, pseudo, box)
          const isIn = (of: { left: number; right: number }, x: number) => of.left <= x && x <= of.right
          return {
            words: element.textContent.trim().slice(0, 40),
            drawn: points.length,
            overlaps: points.some(([x, y]) =>
              linesOf(element).some(line => isIn(line, x) && line.top <= y && y <= line.bottom),
            ),
            beyond: points.some(([x]) => !isIn(room, x)),
          }
        }),
    )

    /** The points of the window, two pixels apart, at which only the drawing can be hit. */
    function pointsOf(element: Element, pseudo: string, { top, bottom }: DOMRect): [number, number][] {
      sheet.replaceSync(`*, ::before, ::after { pointer-events: none !important }
        label${pseudo}, li${pseudo} { pointer-events: auto !important }`)
      const points: [number, number][] = []
      for (let y = Math.ceil(top); y < bottom; y += 2)
        for (let x = 0; x < innerWidth; x += 2) if (document.elementFromPoint(x, y) === element) points.push([x, y])
      return points
    }

    function linesOf(element: Element): DOMRect[] {
      const lines: DOMRect[] = []
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement!.closest('.govuk-visually-hidden')) continue
        const range = document.createRange()
        range.selectNodeContents(texts.currentNode)
        lines.push(...range.getClientRects())
      }
      return lines
    }
  })
}

const rectangle = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate(element => element.getBoundingClientRect().toJSON() as DOMRect)
