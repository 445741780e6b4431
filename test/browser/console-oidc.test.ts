import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeViolations } from '../support/axe.ts'
import { openBrowser } from '../support/chromium.ts'
import { type ConsoleService, startConsoleService } from '../support/console.ts'
import { AMINA, oidcEnvironment, oidcProvider } from '../support/oidc-provider.ts'

let provider: Awaited<ReturnType<typeof oidcProvider>>
let site: ConsoleService
let browser: Awaited<ReturnType<typeof openBrowser>>
before(async () => {
  provider = await oidcProvider()
  site = await startConsoleService({ environment: oidcEnvironment(provider.issuer) })
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await site.stop()
  await provider.stop()
})

test('a browser goes to the identity provider and back, and signs out there too (AG-4)', async () => {
  const page = await browser.newPage({ width: 320 })
  await page.goto(`${site.origin}/connexion`)
  assert.deepEqual(await axeViolations(page), [])
  await page.click('main a')
  await page.waitForSelector('.govuk-error-summary')
  assert.deepEqual(await axeViolations(page), [])
  await provider.start(site.origin)
  provider.person = AMINA
  await page.click('main a')
  await page.waitForURL(`${site.origin}/`)
  await page.locator('.console-agent', { hasText: 'amina' }).waitFor()
  await page.click('form[action="/deconnexion"] button')
  await page.waitForURL(url => url.origin === provider.issuer)
  await page.goto(`${site.origin}/`)
  assert.equal(new URL(page.url()).pathname, '/connexion')
  await page.context().close()
})
