import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { Mode } from '../../src/ports/index.ts'
import { axeViolations, keepAxe } from '../support/axe.ts'
import { openScene, sceneNames, showScene } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

/** Of one scene, on a machine with other work: usually a fifth of a second. The scenes of a mode have no limit together. */
const SCENE = { timeout: 120_000 }
const ALL_OF_THEM = { timeout: Number.POSITIVE_INFINITY }

const { service, browser } = await openSite({ extra: gallery })
// What is plain text has nothing to find.
const names = (await sceneNames(service.origin)).filter(name => !/^(sms|voice)\.|\.text$/.test(name))
const groups = Object.values(Object.groupBy(names, name => name.split('.')[0]!)).map(group => group!)

describe('axe finds nothing wrong', { concurrency: true, ...ALL_OF_THEM }, () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with any scene in ${mode}`, ALL_OF_THEM, async t => {
      const page = await browser.newPage({ width: 360 })
      await keepAxe(page)
      for (const [first, ...others] of groups) {
        await t.test(first!, SCENE, () => check(page, first!, mode, openScene))
        // The frame is the same: what stands in it is exchanged without loading the page anew.
        for (const name of others) await t.test(name, SCENE, () => check(page, name, mode, showScene))
      }
      await page.context().close()
    })
})

async function check(page: Page, name: string, mode: Mode, show: typeof openScene): Promise<void> {
  await show(page, service.origin, name, mode)
  assert.deepEqual(await axeViolations(page, name.startsWith('mail.') ? 'part' : 'page'), [])
}
