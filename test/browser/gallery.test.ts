import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Mode } from '../../src/ports.ts'
import { axeViolations, keepAxe } from '../support/axe.ts'
import { openBrowser } from '../support/chromium.ts'
import { openScene, sceneNames } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
let browser: Awaited<ReturnType<typeof openBrowser>>
let names: string[]
before(async () => {
  service = await startService()
  browser = await openBrowser()
  // What is plain text has nothing to find.
  names = (await sceneNames(service.origin)).filter(name => !/^(sms|voice)\.|\.text$/.test(name))
})
after(async () => {
  await service.stop()
  await browser.close()
})

describe('axe finds nothing wrong', { concurrency: true }, () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with any scene in ${mode}`, async t => {
      const page = await browser.newPage({ width: 360 })
      await keepAxe(page)
      for (const name of names) await t.test(name, () => check(page, name, mode))
      await page.context().close()
    })
})

async function check(page: Page, name: string, mode: Mode): Promise<void> {
  await openScene(page, service.origin, name, mode)
  assert.deepEqual(await axeViolations(page, name.startsWith('mail.') ? 'part' : 'page'), [])
}
