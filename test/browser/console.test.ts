import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeViolations } from '../support/axe.ts'
import { openBrowser } from '../support/chromium.ts'
import { AGENT_PASSWORD, type AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'

let site: ConsoleService
let browser: Awaited<ReturnType<typeof openBrowser>>
let agent: AgentBrowser
before(async () => {
  site = await startConsoleService({ limits: { assistance: { idleSeconds: 122 } } })
  browser = await openBrowser()
  agent = await site.hire('amina')
})
after(async () => {
  await browser.close()
  await site.stop()
})

const isTooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

async function signIn(page: Page, code: string, name = 'amina'): Promise<void> {
  await page.goto(`${site.origin}/connexion`)
  await page.fill('#name', name)
  await page.fill('#password', AGENT_PASSWORD)
  await page.fill('#code', code)
  await page.click('#sign-in button')
}

describe('the console in a browser', () => {
  for (const [language, width, dark] of [
    ['fr', 320, false],
    ['ar', 320, true],
    ['ar', 1280, false],
  ] as const)
    test(`has no accessibility faults on the sign-in page, blank and with errors, in ${language} at ${width}`, async () => {
      const page = await browser.newPage({ width, dark })
      await page.goto(`${site.origin}/connexion?lang=${language}`)
      assert.deepEqual(await axeViolations(page), [])
      assert.ok(!(await isTooWide(page)))
      await page.click('#sign-in button')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'summary')
      assert.deepEqual(await axeViolations(page), [])
      assert.ok(!(await isTooWide(page)))
      await page.context().close()
    })

  test('signs an agent in by the keyboard alone, and warns before the idle end; staying is a press', async () => {
    const page = await browser.newPage({ width: 1280 })
    await page.clock.install()
    await page.goto(`${site.origin}/connexion`)
    await page.focus('#name')
    for (const [typed, key] of [
      ['amina', 'Tab'],
      [AGENT_PASSWORD, 'Tab'],
      [agent.code(), 'Enter'],
    ] as const) {
      await page.keyboard.type(typed)
      await page.keyboard.press(key)
    }
    await page.waitForSelector('.console-agent')
    assert.deepEqual(await axeViolations(page), [])
    const expiry = page.locator('#expiry')
    await expiry.waitFor({ state: 'visible' })
    assert.match(await expiry.innerText(), /Sans action de votre part, votre session se termine à/)
    assert.deepEqual(await axeViolations(page), [])
    // The next page warns a second after it has come, which a busy machine may take to look.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000))
    const stayed = page.waitForResponse(response => response.url().endsWith('/rester'))
    await page.click('#expiry button')
    assert.equal((await stayed).status(), 303)
    await expiry.waitFor({ state: 'hidden' })
    await page.context().close()
  })

  test('shows the head of a supervisor on one row of a desktop, with the name apart from the buttons', async () => {
    const name = 'fatimazahra.benali'
    const page = await browser.newPage({ width: 1280 })
    await signIn(page, (await site.hire(name, { role: 'supervisor' })).code(), name)
    await page.goto(`${site.origin}/guide`)
    const [row, account, next] = await Promise.all(
      ['.app-head__row', '.console-agent--name', '.console-agent--name + form'].map(part =>
        page.locator(part).evaluate(element => {
          const { left, height } = element.getBoundingClientRect()
          return { left, height, right: left + element.scrollWidth }
        }),
      ),
    )
    assert.ok(row!.height < 80, `${row!.height}`)
    assert.ok(account!.right + 8 <= next!.left, `${account!.right}, ${next!.left}`)
    await page.context().close()
  })

  test('shows the head of a signed-in agent whole on a narrow screen without scripts', async () => {
    const page = await browser.newPage({ width: 320, javaScript: false })
    await signIn(page, agent.code(1))
    await page.waitForSelector('.console-agent')
    assert.ok(!(await isTooWide(page)))
    assert.equal(await page.locator('#expiry').isVisible(), false)
    await page.click('text=Se déconnecter')
    assert.match(await page.innerText('main'), /Vous êtes déconnecté\./)
    await page.context().close()
  })
})
