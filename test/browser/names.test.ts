import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openBrowser } from '../support/chromium.ts'
import { sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
let browser: Awaited<ReturnType<typeof openBrowser>>
before(async () => {
  service = await startService()
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await service.stop()
})

const ROLES = new Set(['heading', 'radio', 'checkbox', 'textbox', 'button', 'progressbar', 'img'])

describe('what a screen reader says in both languages', () => {
  for (const scene of ['identity.blank', 'email-code.blank', 'password.blank'])
    test(`${scene}`, async () => {
      console.log(scene, JSON.stringify(await spoken(scene), null, 1))
    })
})

/** Role and name of each heading and control of the main part, in order, from Chromium's accessibility tree. */
async function spoken(scene: string): Promise<string[]> {
  const page = await browser.newPage({ width: 1280 })
  await page.goto(sceneUrl(service.origin, scene, 'both'))
  const tree = await page.context().newCDPSession(page)
  const { nodes } = await tree.send('Accessibility.getFullAXTree')
  await page.context().close()
  return nodes
    .filter(({ ignored, role }) => !ignored && ROLES.has(role?.value))
    .map(({ role, name, description }) => [role?.value, name?.value, description?.value].filter(Boolean).join(': '))
}
