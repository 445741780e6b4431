import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Mode } from '../../src/ports.ts'
import { axeViolations } from '../support/axe.ts'
import { openBrowser } from '../support/chromium.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
let browser: Awaited<ReturnType<typeof openBrowser>>
let names: string[]
before(async () => {
  service = await startService()
  browser = await openBrowser()
  names = await sceneNames(service.origin)
})
after(async () => {
  await service.stop()
  await browser.close()
})

describe('axe finds nothing wrong', { concurrency: true }, () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with any scene in ${mode}`, async t => {
      const page = await browser.newPage({ width: 360 })
      for (const name of names.filter(name => isWorthIt(name, mode))) await t.test(name, () => check(page, name, mode))
      await page.context().close()
    })
})

/** An error looks in French as it does in Arabic; `both` differs. */
const isWorthIt = (name: string, mode: Mode) => mode !== 'fr' || name.split('.').length < 3

async function check(page: Page, name: string, mode: Mode): Promise<void> {
  const response = await page.goto(sceneUrl(service.origin, name, mode), { waitUntil: 'domcontentloaded' })
  if (!response?.headers()['content-type']?.includes('html')) return
  assert.deepEqual(await axeViolations(page, name.startsWith('mail.') ? 'part' : 'page'), [])
}
