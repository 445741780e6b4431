/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import { handOver } from '../support/hand-over.ts'
import { identityOf, walkTo } from '../support/journey.ts'
import { sceneUrl } from '../support/scenes.ts'
import type { Service } from '../support/service.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite({ extra: gallery })

describe('what is wrong with the proof that a person is there', () => {
  for (const scene of ['identity.captcha.missing', 'email-code.captcha.failed'])
    for (const [javaScript, field, other] of [
      [true, 'captcha', 'questionAnswer'],
      [false, 'questionAnswer', 'captcha'],
    ] as const)
      test(`is said beside #${field}, to which the summary leads, with JavaScript ${javaScript ? 'on' : 'off'} (${scene})`, async () => {
        const page = await browser.newPage({ width: 360, javaScript })
        await page.goto(sceneUrl(service.origin, scene, 'fr'))
        await page.locator('#summary a').focus()
        await page.keyboard.press('Enter')
        await page.keyboard.press('End')
        assert.ok(await page.locator(`#${field}:focus`).isVisible())
        assert.ok(await page.locator('#captcha-error').isVisible())
        assert.match((await page.locator(`#${field}`).getAttribute('aria-describedby'))!, /\bcaptcha-error\b/)
        assert.ok(await page.locator(`#${other}`).isHidden())
      })
})

describe('a browser that runs scripts but works out no proof', () => {
  test('gets the plain question, whose answer is taken', async () => {
    const file = service.enrol()
    const page = await memberAtIdentity(file)
    const { identifierType, ...facts } = identityOf(file)
    await page.locator(`[value="${identifierType}"]`).check()
    for (const [name, text] of Object.entries(facts)) await page.locator(`[name="${name}"]`).fill(text)
    await page.locator('#captcha').click()
    const [, a, b] = /(\d) \+ (\d)/.exec((await page.locator('[for="questionAnswer"]').textContent())!)!
    await page.locator('#questionAnswer').fill(String(Number(a) + Number(b)))
    await page.locator('#step button:not([name])').last().click()
    await page.waitForURL('**/paiement')
  })
})

async function memberAtIdentity(file: ReturnType<Service['enrol']>): Promise<Page> {
  const member = service.member()
  await member.get('?lang=fr')
  await walkTo(service, member, file, 'identite')
  const page = await browser.newPage({ width: 360 })
  await page.addInitScript(() => {
    window.Worker = class extends EventTarget {
      constructor() {
        super()
        throw new Error('no workers here')
      }
    } as unknown as typeof Worker
  })
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(`${service.origin}/mon_compte/identite`)
  return page
}
