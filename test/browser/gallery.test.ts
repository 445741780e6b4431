/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { Mode } from '../../src/ports/index.ts'
import { axeViolations, keepAxe } from '../support/axe.ts'
import { bringOut, unfold } from '../support/dressed.ts'
import { missedByAxe } from '../support/own-checks.ts'
import { openScene, sceneNames, showScene } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

/** Of one scene, on a machine with other work: usually half a second. The scenes of a mode have no limit together. */
const SCENE = { timeout: 120_000 }
const ALL_OF_THEM = { timeout: 3_600_000 }

const { service, browser } = await openSite({ extra: gallery })
// What is plain text has nothing to find.
const names = (await sceneNames(service.origin)).filter(name => !/^(sms|voice)\.|\.text$/.test(name))
const groups = Object.values(Object.groupBy(names, name => name.split('.')[0]!)).map(group => group!)
const PHONE = { width: 360, height: 640 }
const DESKTOP = { width: 1280, height: 720 }

describe('neither axe nor our own checks find anything wrong', { concurrency: true, ...ALL_OF_THEM }, () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with any scene in ${mode}`, ALL_OF_THEM, async t => {
      const page = await browser.newPage(PHONE)
      await keepAxe(page)
      for (const [first, ...others] of groups) {
        await t.test(first!, SCENE, () => check(page, first!, mode, openScene))
        // The frame is the same: what stands in it is exchanged without loading the page anew. What a page shows at times is judged in both languages at once.
        for (const name of mode === 'both' ? others : [])
          await t.test(name, SCENE, () => check(page, name, mode, showScene))
      }
      await page.context().close()
    })

  test(
    'with each page in both languages, once all that it shows at times is out: on a phone in the dark, and on a desktop',
    ALL_OF_THEM,
    async t => {
      const page = await browser.newPage(PHONE)
      await keepAxe(page)
      for (const [first] of groups.filter(([first]) => !first!.startsWith('mail.'))) {
        await t.test(first!, SCENE, async () => {
          await openScene(page, service.origin, first!, 'both')
          await bringOut(page)
          await page.emulateMedia({ colorScheme: 'dark' })
          await judge(page)
          await page.emulateMedia({ colorScheme: 'light' })
          await page.setViewportSize(DESKTOP)
          await judge(page)
          await page.setViewportSize(PHONE)
        })
      }
      await page.context().close()
    },
  )

  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with either identifier chosen in ${mode}`, SCENE, async () => {
      const page = await browser.newPage(PHONE)
      await openScene(page, service.origin, 'identity.blank', mode)
      for (const chosen of ['registrationNumber', 'employerId']) {
        await page.check(`[value="${chosen}"]`)
        assert.ok(await page.locator(`#${chosen}`).isVisible(), 'its field is shown')
        await unfold(page)
        await judge(page)
      }
      await page.context().close()
    })
})

async function check(page: Page, name: string, mode: Mode, show: typeof openScene): Promise<void> {
  await show(page, service.origin, name, mode)
  await unfold(page)
  await judge(page, name.startsWith('mail.') ? 'part' : 'page')
}

async function judge(page: Page, of: 'page' | 'part' = 'page'): Promise<void> {
  assert.deepEqual([...(await axeViolations(page, of)), ...(await missedByAxe(page, of))], [])
}
