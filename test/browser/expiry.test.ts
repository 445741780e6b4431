/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { Mode } from '../../src/ports/index.ts'
import { handOver } from '../support/hand-over.ts'
import { type PagePath, walkTo } from '../support/journey.ts'
import { sceneUrl } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

const PHONE = { width: 360, height: 640 }
const UNTIL_WARNING_MS = 18.5 * 60_000
const UNTIL_OVER_MS = 2 * 60_000
const WARNED = {
  fr: /^Vos réponses seront effacées dans 2 minutes \(à \d\d?\u00a0h\u00a0\d\d\)\.$/m,
  ar: /^ستُمسح أجوبتكم بعد دقيقتين \(على الساعة \d\d?:\d\d\)\.$/m,
}
const FIELDS = '#step input:not([type="hidden"])'

const { service, browser } = await openSite({ extra: gallery })

for (const mode of ['fr', 'ar', 'both'] as const)
  describe(`the warning that the session ends, on a phone in ${mode}`, () => {
    test('takes a quarter of the window at most, and so do the words that it is over', async () => {
      const page = await openScene('email.blank', mode)
      await page.clock.fastForward(UNTIL_WARNING_MS)
      assert.ok((await barTop(page)) >= 480, `${await barTop(page)}`)
      assert.equal(await page.locator('#expiry button').count(), 1)
      const said = await page.locator('#expiry').innerText()
      for (const language of mode === 'both' ? (['fr', 'ar'] as const) : [mode]) assert.match(said, WARNED[language])
      const times = (place: string) => page.locator(`${place} bdi`).allTextContents()
      assert.deepEqual(
        (await times('#expiry')).filter(text => /\d.+\d\d/.test(text)),
        await times('#open-until'),
      )
      await page.clock.fastForward(UNTIL_OVER_MS)
      await page.locator('#expiry a').waitFor()
      assert.ok((await barTop(page)) >= 480, `${await barTop(page)}`)
      assert.equal(await page.locator('#expiry a').getAttribute('href'), '/mon_compte')
      await page.context().close()
    })

    for (const scene of ['identity.blank', 'payment.blank', 'email.blank', 'email-code.blank', 'password.blank'])
      test(`covers no field of ${scene} that has the focus, nor the one that is being typed in`, async () => {
        const page = await openScene(scene, mode)
        const choice = page.locator('[value="registrationNumber"]')
        if (await choice.count()) await choice.check()
        const fields = page.locator(FIELDS).filter({ visible: true })
        const count = await fields.count()
        assert.ok(count > 0)
        const typed = page.locator(`${FIELDS}:not([type="radio"], [type="checkbox"])`).filter({ visible: true }).last()
        await typed.pressSequentially('12')
        await typed.evaluate(field => field.scrollIntoView({ block: 'end' }))
        await page.clock.fastForward(UNTIL_WARNING_MS)
        await page.locator('#expiry').waitFor()
        await isInView(page, 'while typing')
        await page.keyboard.type('3')
        assert.equal(await typed.inputValue(), '123')
        for (let index = 0; index < count; index++) {
          await page.evaluate(() => {
            ;(document.activeElement as HTMLElement).blur()
            scrollTo(0, 0)
          })
          await fields.nth(index).focus()
          await isInView(page, `field ${index}`)
        }
        await page.context().close()
      })
  })

describe('more time asked for on the warning', () => {
  for (const anchors of [true, false])
    test(`is told at the top, and moves nothing under the hand, in a browser that ${anchors ? 'anchors' : 'does not anchor'} the scroll`, async () => {
      const page = await memberAt('email', 'both')
      if (!anchors) await page.evaluate(() => document.documentElement.style.setProperty('overflow-anchor', 'none'))
      await page.locator('#emailConfirmation').pressSequentially('fat')
      await page.clock.fastForward(UNTIL_WARNING_MS)
      const stay = page.locator('#expiry button')
      await stay.waitFor()
      const before = await topOf(page, '#emailConfirmation')
      await page.locator('#emailConfirmation').evaluate(field => {
        field.addEventListener('blur', () => field.classList.add('was-left'))
      })
      await stay.click()
      await page.locator('#done').getByText('Cette page reste ouverte encore 20 minutes').waitFor()
      assert.equal(await page.locator('#done[role="status"]').count(), 1)
      assert.ok(await page.locator('#expiry').isHidden())
      await painted(page)
      assert.ok(Math.abs((await topOf(page, '#emailConfirmation')) - before) < 1.5)
      assert.equal(await page.locator('.was-left').count(), 0, 'the focus stays')
      await page.keyboard.type('ima')
      assert.equal(await page.locator('#emailConfirmation').inputValue(), 'fatima')
      assert.ok((await topOf(page, '#done')) < (await topOf(page, 'h1')))
    })

  test('by the keyboard gives the focus back to where it was', async () => {
    const page = await memberAt('email', 'fr')
    await page.locator('#step button:not([name])').last().focus()
    await page.clock.fastForward(UNTIL_WARNING_MS)
    await page.locator('#expiry button:focus').press('Enter')
    await page.locator('#done').waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Envoyer le code')
  })
})

describe('more time asked for where no scripts run', () => {
  test('on a step is told with until when, and what was typed stays', async () => {
    const page = await memberAt('email', 'fr', { javaScript: false })
    await page.locator('#email').fill('fatima@')
    await page.locator('.app-foot summary').click()
    await page.getByRole('button', { name: 'Rester sur cette page' }).click()
    await page
      .locator('#done')
      .getByText(/reste ouverte encore 20 minutes, jusqu'à \d\d?\u00a0h\u00a0\d\d/)
      .waitFor()
    assert.equal(await page.locator('#email').inputValue(), 'fatima@')
    assert.equal(await page.locator('#summary').count(), 0)
  })

  test('beside the steps is told on the page where the member is', async () => {
    const page = await memberAt('email', 'fr', { javaScript: false })
    await page.goto(`${service.origin}/mon_compte/conditions-generales`)
    await page.locator('.app-foot summary').click()
    await page.getByRole('button', { name: 'Rester sur cette page' }).click()
    await page
      .locator('#done')
      .getByText(/reste ouverte encore 20 minutes, jusqu'à \d\d?\u00a0h\u00a0\d\d/)
      .waitFor()
    assert.equal(new URL(page.url()).pathname, '/mon_compte/email')
  })
})

async function openScene(name: string, mode: Mode): Promise<Page> {
  const page = await browser.newPage(PHONE)
  await page.clock.install()
  await page.goto(sceneUrl(service.origin, name, mode))
  return page
}

async function memberAt(path: PagePath, mode: Mode, { javaScript = true } = {}): Promise<Page> {
  const member = service.member()
  await member.get(`?lang=${mode}`)
  await walkTo(service, member, service.enrol(), path)
  const page = await browser.newPage({ ...PHONE, javaScript })
  if (javaScript) await page.clock.install()
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(`${service.origin}/mon_compte/${path}`)
  return page
}

/** Asserts that what has the focus stands between the upper edge of the window and the bar. */
async function isInView(page: Page, when: string): Promise<void> {
  const { name, top, bottom } = await page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement
    const { top, bottom } = field.getBoundingClientRect()
    return { name: field.id, top, bottom }
  })
  const bar = await barTop(page)
  assert.ok(name !== '' && top >= 0 && bottom <= bar, `${when}: ${name} from ${top} to ${bottom}, the bar at ${bar}`)
}

const barTop = (page: Page) => topOf(page, '#expiry')

const topOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate(element => element.getBoundingClientRect().top)

const painted = (page: Page) =>
  page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
