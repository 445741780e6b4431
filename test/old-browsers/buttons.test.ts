/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { handOver } from '../support/hand-over.ts'
import { identityOf, walkTo } from '../support/journey.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite()

describe('in Safari 13, which gives a pressed button neither to the submit event nor the focus', () => {
  test('a language chosen while the box is ticked is shown, and no answer is sent', async () => {
    const { page } = await atIdentity()
    await page.locator('#captcha').check()
    await page.locator('[name="lang"][value="ar"]').click()
    await page.locator('html[lang="ar"]').waitFor()
    assert.equal(await page.locator('#summary').count(), 0)
  })

  test('an answer is sent once the line has been tried', async () => {
    const { page, file } = await atIdentity()
    await believeOffline(page)
    const { identifierType, ...facts } = identityOf(file)
    await page.locator(`[value="${identifierType}"]`).check()
    for (const [name, text] of Object.entries(facts)) await page.locator(`[name="${name}"]`).fill(text)
    await page.locator('#captcha').check()
    await page.locator('#birthYear').press('Enter')
    await page.waitForURL('**/paiement')
  })

  test('a language is shown once the line has been tried', async () => {
    const { page } = await atIdentity()
    await believeOffline(page)
    await page.locator('[name="lang"][value="ar"]').click()
    await page.locator('html[lang="ar"]').waitFor()
  })
})

async function atIdentity() {
  const file = service.enrol()
  const member = service.member()
  await member.get('?lang=fr')
  await walkTo(service, member, file, 'identite')
  const page = await browser.newPage({ width: 360, height: 640 })
  await page.addInitScript(asSafari13)
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(`${service.origin}/mon_compte/identite`)
  return { page, file }
}

function asSafari13(): void {
  Reflect.deleteProperty(SubmitEvent.prototype, 'submitter')
  Reflect.deleteProperty(HTMLFormElement.prototype, 'requestSubmit')
  addEventListener('mousedown', event => {
    if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
  })
}

const believeOffline = (page: Page) =>
  page.evaluate(() => Object.defineProperty(navigator, 'onLine', { get: () => false }))
