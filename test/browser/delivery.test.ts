/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { postReport } from '../support/delivery-report.ts'
import { handOver } from '../support/hand-over.ts'
import { contactsOf, walkTo } from '../support/journey.ts'
import { sceneUrl } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite({ environment: secondWays, extra: gallery })

/** The code page of a new member, in a browser whose clock the test moves, and where reports of the SMS go. */
async function onMobileCode() {
  const file = service.enrol()
  const member = service.member()
  await member.get('?lang=fr')
  await walkTo(service, member, file, 'mobile-code')
  const { fields } = await service.farEnds.twilio.next(contactsOf(file).phone)
  const page = await browser.newPage({ width: 360 })
  await page.clock.install()
  const url = `${service.origin}/mon_compte/mobile-code`
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(url)
  const authToken = service.environment['TWILIO_AUTH_TOKEN']!
  const report = (MessageStatus: string) => postReport(fields.StatusCallback!, { MessageStatus }, { authToken })
  return { page, report }
}

const notReceived = (page: Page) => page.getByText("Vous n'avez pas reçu le code ?")

describe('an SMS that does not arrive', () => {
  test('is shown on the open page, which then lets another code be asked for, by each way', async () => {
    const { page, report } = await onMobileCode()
    const again = page.getByRole('button', { name: 'Renvoyer le code' })
    const call = page.getByRole('button', { name: 'par appel vocal' })
    const field = page.getByLabel('Code de vérification')
    await field.fill('12')
    await notReceived(page).click()
    await field.focus()
    await page.evaluate(() => document.documentElement.style.setProperty('overflow-anchor', 'none'))
    const top = () => field.evaluate(element => element.getBoundingClientRect().top)
    const before = await top()
    await page.clock.runFor(20_000)
    const patience = page.getByText('Un SMS peut mettre quelques minutes')
    const states = async () => [await again.isDisabled(), await call.isVisible(), await patience.isVisible()]
    assert.deepEqual(await states(), [true, false, true])
    await report('undelivered')
    await page.clock.runFor(40_000)
    await page.getByText("Le SMS n'a pas pu être remis").waitFor()
    assert.deepEqual(await states(), [false, true, false], 'nobody waits for a code that reached nobody')
    assert.ok(Math.abs((await top()) - before) < 1.5, 'the field that is typed in stays where it is')
    assert.equal(await page.getByLabel('Code de vérification').inputValue(), '12')
    await call.click()
    await page.getByText('Nous vous appelons').waitFor()
    assert.ok(await patience.isHidden())
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'news')
  })

  test('opens the help that has the other ways', async () => {
    const { page, report } = await onMobileCode()
    await report('undelivered')
    await page.clock.runFor(20_000)
    await page.getByRole('button', { name: 'par appel vocal' }).waitFor()
  })

  test('is not what the page says of one that does', async () => {
    const { page, report } = await onMobileCode()
    await report('delivered')
    await notReceived(page).click()
    await page.clock.runFor(60_000)
    assert.equal(await page.locator('#news').textContent(), '')
    assert.ok(await page.getByRole('button', { name: 'Renvoyer le code' }).isDisabled())
  })

  test('leaves the other ways to be offered when the wait is over', async () => {
    const { page } = await onMobileCode()
    const call = page.getByRole('button', { name: 'par appel vocal' })
    await notReceived(page).click()
    assert.equal(await call.isVisible(), false)
    await page.clock.runFor(121_000)
    assert.equal(await call.isVisible(), true)
  })
})

test('a page on which no code is left to ask for keeps the rest of its script', async () => {
  const page = await browser.newPage({ width: 360 })
  const failures: Error[] = []
  page.on('pageerror', error => failures.push(error))
  await page.goto(sceneUrl(service.origin, 'mobile-code.exhausted', 'fr'))
  await page.locator('.app-captcha:not([hidden])').waitFor()
  assert.deepEqual(failures, [])
})
