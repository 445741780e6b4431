/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'
import { axeViolations } from '../support/axe.ts'
import { openBrowser } from '../support/chromium.ts'
import { type ConsoleService, startConsoleService } from '../support/console.ts'

let site: ConsoleService
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
before(async () => {
  site = await startConsoleService()
  browser = await openBrowser()
  const agent = await site.hire('amina')
  await agent.signIn()
  page = await browser.newPage({ width: 1280 })
  const cookies = agent.cookies.split('; ').map(cookie => cookie.split('=') as [string, string])
  await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: site.origin })))
})
after(async () => {
  await browser.close()
  await site.stop()
})

describe('the guide in a browser', () => {
  for (const lang of ['fr', 'ar'])
    test(`is accessible and fits a narrow window in ${lang}`, async () => {
      for (const path of ['guide', 'guide/mobile-code']) {
        await page.goto(`${site.origin}/${path}?lang=${lang}`)
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 800 })
          assert.deepEqual(await axeViolations(page), [], `${path}, ${width}`)
          assert.ok(
            await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
            `${path} fits ${width}`,
          )
        }
      }
    })

  test('prints each step on one sheet of A4 paper', async () => {
    for (const [at, step] of LIVE_WORDS.steps.entries()) {
      await page.goto(`${site.origin}/guide/${step}?lang=${at % 2 ? 'ar' : 'fr'}`)
      const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g)
      assert.equal(sheets?.length, 1, step)
    }
  })

  test('has a button that prints, where scripts run', async () => {
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '')
    })
    await page.click('[data-print]')
    assert.ok(await page.evaluate(() => document.body.hasAttribute('data-printed')))
  })
})
