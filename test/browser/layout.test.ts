/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { Mode } from '../../src/ports/index.ts'
import { proxyPages } from '../../src/web/pages/proxy-pages.ts'
import { unfold } from '../support/dressed.ts'
import { isOfError } from '../support/expected-scenes.ts'
import { openScene, sceneNames, showScene } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite({ extra: gallery })
const names = await sceneNames(service.origin)

/** Each scene has a limit of its own, the usual one. */
const ALL_OF_THEM = { timeout: 3_600_000 }
/** As narrow as a desktop's 1280 pixels at 400 % zoom (WCAG 1.4.10). */
const NARROW = { width: 320, height: 256 }

describe('every page, on a phone or at 400 % zoom', { concurrency: true, ...ALL_OF_THEM }, () => {
  // French words stand as wide in both languages.
  for (const mode of ['ar', 'both'] as const)
    test(`fits, has targets to hit, and bears wider text, in ${mode}`, ALL_OF_THEM, async t => {
      const page = await browser.newPage(NARROW)
      // Errors change words and colours; one page full of them stands for all.
      const pages = names.filter(name => !/^(mail|sms|voice)\./.test(name) && name.split('.').length < 3)
      for (const name of [...pages, 'identity.birthDate.range'])
        await t.test(name, async () => {
          await openScene(page, service.origin, name, mode)
          assert.deepEqual(await tooWide(page), [], 'nothing reaches beyond the window')
          assert.deepEqual(await smallTargets(page), [], 'every target is 24 pixels high and wide')
          await spaceOut(page)
          assert.deepEqual(await tooWide(page), [], 'nor with wider text')
          assert.deepEqual(await cutText(page), [], 'wider text is not cut off')
        })
      await page.context().close()
    })
})

describe('every page, with letters twice as large (WCAG 1.4.4)', { concurrency: true, ...ALL_OF_THEM }, () => {
  for (const mode of ['ar', 'both'] as const)
    test(`has nothing cut off and nothing beyond a phone's window, in ${mode}`, ALL_OF_THEM, async t => {
      const page = await browser.newPage({ width: 360 })
      await openScene(page, service.origin, 'start', mode)
      const pages = names.filter(name => !/^(mail|sms|voice)\./.test(name))
      // Both languages of an error are in their own mode.
      for (const name of pages.filter(name => mode === 'both' || !isOfError(name)))
        await t.test(name, async () => {
          await showScene(page, service.origin, name, mode)
          await unfold(page)
          await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%'
          })
          assert.deepEqual(await tooWide(page), [], 'nothing reaches beyond the window')
          assert.deepEqual(await cutText(page), [], 'no text is cut off')
        })
      await page.context().close()
    })
})

describe('the pages that the proxy shows if it reaches no wizard', () => {
  test('fit a phone', async () => {
    const page = await browser.newPage({ width: 320, height: 640 })
    for (const [name, html] of Object.entries(await proxyPages('cnops'))) {
      await page.setContent(html)
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name)
    }
    await page.context().close()
  })
})

describe('numbers and addresses in Arabic', () => {
  for (const [scene, ...runs] of [
    ['resume', '05 38 00 20 20', 'R-482 1379'],
    ['email-code.blank', 'fatima.alami@example.ma'],
    ['mobile-code.blank', '06 12 34 56 78'],
    ['password.blank', '06 •• •• •• 78'],
    ['identity.blank', 'AB123456'],
    ['payment.blank', '12345678'],
    ['identity.nationalId.format', 'AB123456', '123456789'],
    ['mobile.phone.format', '06 12 34 56 78'],
    ['payment.civilStatusNumber.format', '123/1960'],
    ['done', 'R-482 1379'],
    ['mail.code', '774727', '05\u00a038\u00a000\u00a020\u00a020'],
  ] as const)
    for (const mode of ['ar', 'both'] as const)
      test(`${runs.join(', ')} are drawn in reading order on ${scene} in ${mode}`, async () => {
        const page = await pageOf(scene, mode)
        for (const run of runs) {
          const drawn = await orderOf(page, run)
          assert.ok(drawn.length > 0, `${run} is on the page`)
          assert.deepEqual([...new Set(drawn)], [run])
        }
        await page.context().close()
      })

  test('that are typed run from left to right', async () => {
    for (const scene of [
      'identity.blank',
      'payment.blank',
      'email.blank',
      'mobile.blank',
      'mobile-code.blank',
      'password.blank',
    ]) {
      const page = await pageOf(scene, 'ar')
      const directions = await page
        .locator('#step input[id]:not([type="checkbox"], [type="radio"])')
        .evaluateAll(fields => fields.map(field => getComputedStyle(field).direction))
      assert.deepEqual([...new Set(directions)], ['ltr'], scene)
      await page.context().close()
    }
  })
})

describe('the drawn insurance card', () => {
  for (const mode of ['ar', 'both'] as const)
    test(`has the mutual's number beside the one that is asked for, and each language on a line (${mode})`, async () => {
      const page = await pageOf('payment.blank', mode)
      const [asked, other] = await page
        .locator('.app-drawing:has(> .app-drawing__mark) > span')
        .evaluateAll(parts => parts.map(part => part.getBoundingClientRect().toJSON() as DOMRect))
      assert.ok(other!.left >= asked!.right && other!.top < asked!.bottom)
      const lines = await page
        .locator('.app-drawing [lang]')
        .evaluateAll(words => words.map(word => getComputedStyle(word).display))
      assert.ok(lines.length > 4 && lines.every(display => display === 'block'))
      await page.context().close()
    })
})

test('the heading of the first step stands apart from the name of the next', async () => {
  const page = await pageOf('terms.blank', 'fr')
  const [next, heading] = await page
    .locator('.app-progress__next, h1')
    .evaluateAll(parts => parts.map(part => part.getBoundingClientRect().toJSON() as DOMRect))
  assert.ok(heading!.top >= next!.bottom + 10, `${heading!.top}, ${next!.bottom}`)
  await page.context().close()
})

test('a link that changes an address is in one piece on a phone', async () => {
  const page = await pageOf('password.blank', 'fr')
  const pieces = await page
    .locator('.app-contact a')
    .evaluateAll(links => links.map(link => link.getClientRects().length))
  assert.deepEqual(pieces, [1, 1])
  await page.context().close()
})

describe('the foot', () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`has the reference below its name on a desktop, and apart from it without styles, in ${mode}`, async () => {
      const page = await browser.newPage({ width: 1280 })
      await openScene(page, service.origin, 'identity.blank', mode)
      const { name, top, bottom } = await page.locator('.app-foot__reference').evaluate(reference => {
        const before = document.createRange()
        before.setStart(reference.parentElement!, 0)
        before.setEndBefore(reference)
        const { bottom } = before.getBoundingClientRect()
        return { name: before.toString(), top: reference.getBoundingClientRect().top, bottom }
      })
      assert.ok(top >= bottom - 0.5, `${name}: ${top}, ${bottom}`)
      assert.match(name, /\S\s$/)
      await page.context().close()
    })
})

async function pageOf(name: string, mode: Mode): Promise<Page> {
  const page = await browser.newPage({ width: 360 })
  await openScene(page, service.origin, name, mode)
  await unfold(page)
  return page
}

/** What reaches beyond the window, a line each. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const beyond = [...document.body.querySelectorAll('*')].filter(element => {
      const { left, right } = element.getBoundingClientRect()
      return right > clientWidth + 0.5 || left < -0.5
    })
    return beyond.map(element => element.outerHTML.slice(0, 120))
  })
}

/** What can be pressed and is less than 24 pixels high or wide (WCAG 2.5.8), links in sentences included. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input:not([type="hidden"]), summary')]
      .filter(element => element.checkVisibility() && !element.matches('.govuk-visually-hidden, .govuk-skip-link'))
      .filter(element => {
        const { width, height } = element.getBoundingClientRect()
        return width < 24 || height < 24
      })
      .map(element => element.outerHTML.slice(0, 120)),
  )
}

/** The spacing that someone may set for themselves (WCAG 1.4.12). */
async function spaceOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-bottom: 2em !important }`)
    document.adoptedStyleSheets = [sheet]
  })
}

/** Boxes whose text runs out of them. */
function cutText(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, .govuk-button, label, legend, h1, h2, p, li, dd, dt')]
      .filter(element => element.checkVisibility() && !element.closest('.govuk-visually-hidden, .govuk-skip-link'))
      .filter(element => {
        const box = element.getBoundingClientRect()
        const range = document.createRange()
        range.selectNodeContents(element)
        const text = range.getBoundingClientRect()
        const isInline = getComputedStyle(element).display === 'inline'
        const beside = text.left < box.left - 1 || text.right > box.right + 1
        return !isInline && text.width > 0 && (beside || text.top < box.top - 1 || text.bottom > box.bottom + 1)
      })
      .map(element => element.outerHTML.slice(0, 120)),
  )
}

/** The characters of every place where `run` stands, as the eye meets them from left to right. */
function orderOf(page: Page, run: string): Promise<string[]> {
  return page.evaluate(wanted => {
    const found: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const node = texts.currentNode as Text
      const start = node.data.indexOf(wanted)
      if (start < 0 || !node.parentElement?.checkVisibility() || node.parentElement.closest('svg')) continue
      const places = [...wanted].map((character, index) => {
        const range = document.createRange()
        range.setStart(node, start + index)
        range.setEnd(node, start + index + 1)
        const { left, top } = range.getBoundingClientRect()
        return { character, left, line: Math.round(top / 10) }
      })
      found.push(
        places
          .toSorted((a, b) => a.line - b.line || a.left - b.left)
          .map(({ character }) => character)
          .join(''),
      )
    }
    return found
  }, run)
}
