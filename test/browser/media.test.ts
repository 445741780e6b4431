/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { DEFAULT_ORGANISATION } from '../../src/config/organisation-file.ts'
import { gallery } from '../../src/demo/gallery/index.ts'
import { axeViolations } from '../support/axe.ts'
import { sceneUrl } from '../support/scenes.ts'
import { startService } from '../support/service.ts'
import { openSite } from '../support/site.ts'
import { INSURERS, readOrganisation } from '../unit/organisation.ts'

const { service, browser } = await openSite({ extra: gallery })

describe('with colours forced', () => {
  test('the bar still shows how far one has come, and the buttons which language is on', async () => {
    const page = await browser.newPage({ width: 700 })
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(sceneUrl(service.origin, 'email-code.blank', 'both'))
    const bar = page.locator('.app-progress progress')
    const shown = await bar.screenshot({ animations: 'disabled' })
    await bar.evaluate(element => element.setAttribute('value', '0'))
    assert.notDeepEqual(await bar.screenshot({ animations: 'disabled' }), shown)
    const [other, , current] = await page.locator('.app-languages__mode').all()
    assert.notEqual(await colour(current!), await colour(other!))
  })
})

describe('in the dark', () => {
  for (const scene of ['start', 'identity.nationalId.format', 'email-code.blank', 'password.blank', 'done'])
    test(`axe finds nothing wrong with ${scene}`, async () => {
      const page = await browser.newPage({ width: 360, dark: true })
      await page.goto(sceneUrl(service.origin, scene, 'both'))
      assert.deepEqual(await axeViolations(page), [])
    })
})

describe('on paper', () => {
  const receipt = async (of: { origin: string }) => {
    const page = await browser.newPage({ width: 700 })
    await page.goto(sceneUrl(of.origin, 'done', 'both'))
    await page.emulateMedia({ media: 'print' })
    return page
  }

  for (const name of INSURERS.filter(name => name !== DEFAULT_ORGANISATION))
    test(`the receipt of ${name} has its name, its number and the address of its space`, async () => {
      const other = await startService({ extra: gallery, environment: { ORGANISATION: name } })
      const page = await receipt(other)
      const text = await page.locator('body').innerText()
      await page.context().close()
      await other.stop()
      const { shortName, memberSpace, callCentre } = readOrganisation(name)
      for (const kept of [shortName, memberSpace.url.replace('https://', ''), callCentre.shown])
        assert.ok(text.includes(kept), kept)
      for (const { shortName, callCentre } of INSURERS.filter(other => other !== name).map(other =>
        readOrganisation(other),
      ))
        for (const foreign of [shortName, callCentre.shown]) assert.ok(!text.includes(foreign), foreign)
    })

  test('the receipt has what to keep, and nothing to press', async () => {
    const page = await receipt(service)
    for (const kept of [
      'www.cnops.org.ma/mon_espace',
      "Votre adresse e-mail, votre numéro d'immatriculation",
      'عنوان بريدكم الإلكتروني، أو رقم تسجيلكم',
      '22 novembre 2026',
      'f•••@example.ma',
      '06 •• •• •• 78',
      'R-482 1379',
      '05 38 00 20 20',
    ])
      assert.ok(await page.getByText(kept).first().isVisible(), kept)
    for (const pressed of ['button', 'nav', '.app-progress', '#open-until', '#quit-hint', '.govuk-button'])
      assert.equal(await page.locator(`${pressed} >> visible=true`).count(), 0, pressed)
  })
})

describe('with motion reduced', () => {
  test('nothing turns while the captcha is worked out', async () => {
    for (const [reducedMotion, turns] of [
      ['no-preference', true],
      ['reduce', false],
    ] as const) {
      const page = await browser.newPage({ width: 360 })
      await page.emulateMedia({ reducedMotion })
      await page.goto(sceneUrl(service.origin, 'identity.blank', 'fr'))
      await page.locator('.app-captcha').evaluate(box => box.classList.add('app-captcha--working'))
      assert.equal(await turning(page), turns, reducedMotion)
    }
  })
})

const colour = (of: Locator) => of.evaluate(element => getComputedStyle(element).backgroundColor)

const turning = (page: Page) => page.evaluate(() => document.getAnimations().length > 0)
