/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { handOver } from '../support/hand-over.ts'
import { identityOf, walkTo } from '../support/journey.ts'
import type { Service } from '../support/service.ts'
import { openSite } from '../support/site.ts'

const SCRIPT = '**/assets/app.*.js'

const { service, browser } = await openSite(
  { limits: { captcha: { questionPerIp: [[100, 3600]] } } },
  { toleratesFailedLoads: true },
)

describe('a page whose script never comes', () => {
  test('shows no dead tick box but the plain question, whose answer is taken (C-6)', async () => {
    const { page, file } = await atIdentity({ script: route => route.abort() })
    await page.locator('#questionAnswer').waitFor()
    assert.ok(await page.locator('#captcha').isHidden())
    await type(page, file)
    await answerQuestion(page)
    await send(page)
    await page.waitForURL('**/paiement')
  })

  test('shows the question in the same way where scripts fail as they start (C-6)', async () => {
    const { page } = await atIdentity({
      script: route => route.fulfill({ contentType: 'text/javascript', body: 'this is no script' }),
    })
    await page.locator('#questionAnswer').waitFor()
    assert.ok(await page.locator('#captcha').isHidden())
  })
})

describe('a page whose script comes late', () => {
  test('shows the tick box when it has come, with what was typed in between (C-6)', async () => {
    const script = held()
    const { page, file } = await atIdentity({ script: script.route })
    await page.locator('#nationalId').waitFor()
    assert.ok(await page.locator('#captcha').isHidden())
    await type(page, file)
    await page.locator('#questionAnswer').waitFor()
    script.release()
    await page.locator('#captcha').check()
    assert.ok(await page.locator('#questionAnswer').isHidden())
    await send(page)
    await page.waitForURL('**/paiement')
  })

  test('keeps a tick that was there before, and acts on it (C-6)', async () => {
    const script = held()
    const { page, file } = await atIdentity({ script: script.route })
    await page.locator('#nationalId').waitFor()
    await type(page, file)
    // As browsers do that restore a form.
    await page.evaluate(() => {
      document.querySelector<HTMLInputElement>('#captcha')!.checked = true
    })
    script.release()
    await page.locator('.app-captcha').getByText('Vérification réussie.').waitFor()
    assert.ok(await page.locator('#captcha').isChecked())
    await send(page)
    await page.waitForURL('**/paiement')
  })

  test('leaves the question to who is answering it, and takes the answer (C-6)', async () => {
    const script = held()
    const { page, file } = await atIdentity({ script: script.route })
    await page.locator('#questionAnswer').waitFor()
    await type(page, file)
    await answerQuestion(page)
    script.release()
    await page.waitForLoadState('load')
    assert.ok(await page.locator('#questionAnswer').isVisible())
    await send(page)
    await page.waitForURL('**/paiement')
  })

  test('loses nothing that was typed where it is sent before, without the box (C-6)', async () => {
    const script = held()
    const { page, file } = await atIdentity({ script: script.route })
    await page.locator('#nationalId').waitFor()
    await type(page, file)
    await send(page)
    await page.locator('#summary').waitFor()
    script.release()
    assert.equal(await page.locator('#nationalId').inputValue(), file.nationalId)
    await page.locator('#captcha').check()
    await send(page)
    await page.waitForURL('**/paiement')
  })
})

describe('a form sent while the line is cut', () => {
  for (const [language, sentence] of [
    ['fr', "Rien n'est perdu"],
    ['ar', 'لم يضع أي شيء'],
  ] as const)
    test(`stays as it is with a word of why, and is sent when the line is back (${language})`, async () => {
      const { page, file } = await atIdentity({ language })
      await type(page, file)
      await page.locator('#captcha').check()
      await page.context().setOffline(true)
      await send(page)
      await page.getByRole('alert').getByText(sentence).waitFor()
      assert.match(page.url(), /identite$/)
      assert.equal(await page.locator('#nationalId').inputValue(), file.nationalId)
      await page.context().setOffline(false)
      await send(page)
      await page.waitForURL('**/paiement')
    })

  test('is kept as well where the browser does not know that the line is cut', async () => {
    const { page, file } = await atIdentity({ clock: true })
    await type(page, file)
    await page.locator('#captcha').check()
    await page.locator('.app-captcha').getByText('Vérification réussie.').waitFor()
    await page.clock.fastForward(90_000)
    await page.route('**/*', route => route.abort())
    await send(page)
    await page.getByRole('alert').getByText("Rien n'est perdu").waitFor()
    await page.unroute('**/*')
    await send(page)
    await page.waitForURL('**/paiement')
  })

  test('is sent where only the browser believes that the line is cut', async () => {
    const { page, file } = await atIdentity({})
    await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { get: () => false }))
    await type(page, file)
    await page.locator('#captcha').check()
    await send(page)
    await page.waitForURL('**/paiement')
  })
})

type Route = Parameters<Parameters<Page['route']>[1]>[0]

interface Opened {
  script?: (route: Route) => unknown
  language?: 'fr' | 'ar'
  clock?: boolean
}

async function atIdentity({ script, language = 'fr', clock = false }: Opened) {
  const file = service.enrol()
  const member = service.member()
  await member.get(`?lang=${language}`)
  await walkTo(service, member, file, 'identite')
  const page = await browser.newPage({ width: 360, height: 640 })
  if (clock) await page.clock.install()
  if (script) await page.route(SCRIPT, script)
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(`${service.origin}/mon_compte/identite`, { waitUntil: 'commit' })
  return { page, file }
}

/** A script that comes when it is let go. */
function held() {
  const { promise, resolve: release } = Promise.withResolvers<void>()
  return { release, route: (route: Route) => promise.then(() => route.continue()) }
}

async function type(page: Page, file: ReturnType<Service['enrol']>): Promise<void> {
  const { identifierType, ...facts } = identityOf(file)
  await page.locator(`[value="${identifierType}"]`).check()
  for (const [name, text] of Object.entries(facts)) await page.locator(`[name="${name}"]`).fill(text)
}

async function answerQuestion(page: Page): Promise<void> {
  const [, a, b] = /(\d) \+ (\d)/.exec((await page.locator('[for="questionAnswer"]').textContent())!)!
  await page.locator('#questionAnswer').fill(String(Number(a) + Number(b)))
}

const send = (page: Page) => page.locator('#step button:not([name])').last().click({ noWaitAfter: true })
