/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { afterEach, describe, mock, test } from 'node:test'
import type { Page } from 'playwright-core'
import { handOver } from '../support/hand-over.ts'
import { identityOf, walkTo } from '../support/journey.ts'
import type { Service } from '../support/service.ts'
import { openSite } from '../support/site.ts'

const MINUTE = 60_000
/** How far a phone's clock may be off. */
const OFFSETS = { '20 minutes slow': -20, '20 minutes fast': 20, 'an hour slow': -60, 'an hour fast': 60 }

const { service, browser } = await openSite({}, { toleratesFailedLoads: true })
afterEach(() => mock.timers.reset())

for (const [name, minutes] of Object.entries(OFFSETS))
  describe(`on a phone whose clock is ${name}`, () => {
    test('a form that was open for longer than a puzzle lives is taken at the first try (C-6, REL-R7)', async () => {
      const page = await memberAt('identite', { offset: minutes * MINUTE })
      await typeIdentity(page)
      await goOn(page, 6 * MINUTE)
      await tickAndSend(page)
      await page.waitForURL('**/paiement')
    })

    test('a form that is sent at once needs no other puzzle than its own (C-6, REL-R7)', async () => {
      const page = await memberAt('identite', { offset: minutes * MINUTE })
      const asked = puzzlesAskedFor(page)
      await typeIdentity(page)
      await tickAndSend(page)
      await page.waitForURL('**/paiement')
      assert.deepEqual(asked, [])
    })

    test('the wait for another code is counted from when the page came (REL-R7)', async () => {
      const page = await memberAt('email-code', { offset: minutes * MINUTE })
      const resend = page.locator('#resend button').first()
      assert.ok(await resend.isDisabled())
      await page.clock.fastForward(100_000)
      assert.ok(await resend.isDisabled())
      await page.clock.fastForward(21_000)
      assert.ok(await resend.isEnabled())
    })

    test('the end of the session is counted from when the page came (REL-R7)', async () => {
      const page = await memberAt('email', { offset: minutes * MINUTE })
      await page.clock.fastForward(17 * MINUTE)
      assert.ok(await page.locator('#expiry').isHidden())
      await page.clock.fastForward(70_000)
      assert.match(
        (await page.locator('#expiry').textContent())!,
        /seront effacées dans 2 minutes \(à \d\d?\u00a0h\u00a0\d\d/,
      )
      await page.clock.fastForward(2 * MINUTE)
      await page.locator('#expiry').getByText('Le temps est écoulé').waitFor()
    })
  })

describe('on a phone whose page stood still while it slept', () => {
  test('a form that was open for longer than a puzzle lives is taken at the first try (C-6, REL-R7)', async () => {
    const page = await memberAt('identite', { sleeps: true })
    await typeIdentity(page)
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 6 * MINUTE })
    await sleep(page, 6 * MINUTE)
    await tickAndSend(page)
    await page.waitForURL('**/paiement')
  })

  test('whoever comes back is asked whether to stay, without a notice that the session is over (REL-R7)', async () => {
    const page = await memberAt('email', { sleeps: true })
    await sleep(page, 60 * MINUTE)
    const warning = page.locator('#expiry')
    await warning.getByRole('button', { name: 'Rester' }).click()
    await warning.waitFor({ state: 'hidden' })
  })
})

describe('the session of a phone whose line is cut', () => {
  test('says so to who asks to stay, and stays when the line is back (S-3)', async () => {
    const page = await memberAt('email', {})
    await page.clock.fastForward(18.5 * MINUTE)
    const warning = page.locator('#expiry')
    const stay = warning.getByRole('button', { name: 'Rester' })
    await stay.waitFor()
    await page.context().setOffline(true)
    await stay.click()
    await warning.getByText('La connexion à Internet est coupée').waitFor()
    await page.context().setOffline(false)
    await stay.click()
    await warning.waitFor({ state: 'hidden' })
  })
})

interface Opened {
  /** Milliseconds that the phone's clock is ahead of ours. */
  offset?: number
  /** Its clock can be moved while the page's own stands still. */
  sleeps?: boolean
}

let file: ReturnType<Service['enrol']>

async function memberAt(path: Parameters<typeof walkTo>[3], { offset = 0, sleeps = false }: Opened): Promise<Page> {
  file = service.enrol()
  const member = service.member()
  await member.get('?lang=fr')
  await walkTo(service, member, file, path)
  const page = await browser.newPage({ width: 360 })
  if (sleeps)
    await page.addInitScript(() => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + (Number((window as unknown as { slept?: number }).slept) || 0)
    })
  else await page.clock.install({ time: Date.now() + offset })
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(`${service.origin}/mon_compte/${path}`)
  return page
}

/** Lets time go by for the service and for the page, whatever each takes for the time. */
async function goOn(page: Page, milliseconds: number): Promise<void> {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + milliseconds })
  await page.clock.fastForward(milliseconds)
}

async function sleep(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate(slept => {
    Object.assign(window, { slept })
  }, milliseconds)
}

async function typeIdentity(page: Page): Promise<void> {
  const { identifierType, ...facts } = identityOf(file)
  await page.locator(`[value="${identifierType}"]`).check()
  for (const [name, text] of Object.entries(facts)) await page.locator(`[name="${name}"]`).fill(text)
}

async function tickAndSend(page: Page): Promise<void> {
  await page.locator('#captcha').check()
  await page.locator('.app-captcha').getByText('Vérification réussie.').waitFor()
  await page.locator('#step button:not([name])').last().click()
}

function puzzlesAskedFor(page: Page): string[] {
  const asked: string[] = []
  page.on('request', request => void (request.url().includes('/captcha') && asked.push(request.url())))
  return asked
}
