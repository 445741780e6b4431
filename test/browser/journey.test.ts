/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { activation } from '../../src/journey.ts'
import type { Mode } from '../../src/ports/index.ts'
import { answersOf, codeSentTo, contactsOf, identityOf, PATHS, pageAfter, paymentOf } from '../support/journey.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite()

/** How someone fills in a field, ticks a box, and sends the form of a page. */
interface Hands {
  write(name: string, text: string): Promise<void>
  choose(selector: string): Promise<void>
  send(): Promise<void>
}

describe('the whole journey (W-4, W-7)', () => {
  for (const { mode, width, payment, by } of [
    { mode: 'ar', width: 360, payment: 'postal', by: 'employerId' },
    { mode: 'both', width: 1280, payment: 'bank', by: 'registrationNumber' },
  ] as const)
    test(`by keyboard alone, ${width} pixels wide, in ${mode}, with a mistake inside`, async () => {
      const page = await browser.newPage({ width, mode })
      const hands = keyboard(page)
      const wrong = async () => {
        await hands.write('nationalId', '12')
        await hands.choose('#captcha')
        await hands.send()
        await page.waitForURL('**/identite')
        await page.locator('.govuk-error-summary').waitFor()
        assert.match(await page.title(), /^(Erreur : |خطأ: )/)
        assert.ok(await focusIsIn(page, '.govuk-error-summary'), 'the summary has the focus')
      }
      await activate(page, hands, { payment, by, beforeIdentity: wrong })
      assert.equal(await page.locator('html').getAttribute('dir'), mode === 'ar' ? 'rtl' : 'ltr')
      assert.ok(await fits(page), 'nothing is wider than the window')
    })

  test('with JavaScript off (C-6)', async () => {
    const page = await browser.newPage({ width: 360, mode: 'fr', javaScript: false })
    await activate(page, mouse(page), { payment: 'bank', by: 'registrationNumber', plainly: true })
  })
})

describe('the language buttons', () => {
  test('are not what the Enter key presses', async () => {
    const page = await browser.newPage({ width: 360, mode: 'fr' })
    await page.goto(`${service.origin}/mon_compte`)
    await keyboard(page).choose('main form button')
    await page.waitForURL(/\/conditions(\?|$)/)
    await page.locator('#accepted').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/identite')
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
  })

  test('keep what was typed', async () => {
    const page = await browser.newPage({ width: 360, mode: 'fr' as Mode })
    await page.goto(`${service.origin}/mon_compte`)
    await page.locator('main form button').click()
    await page.locator('#accepted').check()
    await page.locator('#step button').last().click()
    await page.waitForURL('**/identite')
    await page.locator('[name="nationalId"]').fill('AB 12')
    await page.locator('button[name="lang"][value="ar"]').click()
    await page.locator('html[lang="ar"]').waitFor()
    assert.equal(await page.locator('[name="nationalId"]').inputValue(), 'AB 12')
  })
})

interface Route {
  payment: 'bank' | 'postal'
  by: 'registrationNumber' | 'employerId'
  /** Answers the plain question instead of ticking the box. */
  plainly?: boolean
  beforeIdentity?: () => Promise<void>
}

async function activate(
  page: Page,
  hands: Hands,
  { payment, by, plainly = false, beforeIdentity }: Route,
): Promise<void> {
  const file = service.enrol(payment)
  const answers = {
    ...answersOf(file, destination => codeSentTo(service, destination)),
    identite: async () => identityOf(file, by),
    paiement: async () => paymentOf(file, by),
  }
  await page.goto(`${service.origin}/mon_compte`)
  await hands.choose('main form button')
  await page.waitForURL(/\/conditions(\?|$)/)
  for (const path of PATHS) {
    if (path === 'identite') await beforeIdentity?.()
    for (const [name, text] of Object.entries(await answers[path]())) await answerField(hands, name, text)
    if (activation.find(path)?.captcha) await (plainly ? answerQuestion(page, hands) : hands.choose('#captcha'))
    await hands.send()
    await page.waitForURL(`**/${pageAfter(path)}`)
  }
  assert.ok(service.farEnds.memberData.accounts.find(contactsOf(file).email))
}

function answerField(hands: Hands, name: string, text: string): Promise<void> {
  if (name === 'accepted') return hands.choose('#accepted')
  if (name === 'identifierType') return hands.choose(`[name="identifierType"][value="${text}"]`)
  return hands.write(name, text)
}

async function answerQuestion(page: Page, hands: Hands): Promise<void> {
  const [a, b] = ((await page.locator('label[for="questionAnswer"]').textContent()) ?? '').match(/\d/g)!
  await hands.write('questionAnswer', String(Number(a) + Number(b)))
}

/** Only keys: Tab to the place, then type, Space or Enter. */
function keyboard(page: Page): Hands {
  return {
    async write(name, text) {
      await tabTo(page, `[name="${name}"]`)
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(text)
    },
    async choose(selector) {
      await tabTo(page, selector)
      await page.keyboard.press('Space')
    },
    send: () => page.keyboard.press('Enter'),
  }
}

function mouse(page: Page): Hands {
  return {
    write: (name, text) => page.locator(`[name="${name}"]`).fill(text),
    choose: selector => page.locator(selector).click(),
    send: () => page.locator('#step button:not([name])').last().click(),
  }
}

/** Presses Tab until the place has the focus. Radios of one name are one stop: from it, the arrow keys go on. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    if (await page.evaluate(wanted => document.activeElement?.matches(wanted) ?? false, selector)) return
    const sameGroup = await page.evaluate(wanted => {
      const [here, there] = [document.activeElement, document.querySelector(wanted)]
      const radios = here instanceof HTMLInputElement && there instanceof HTMLInputElement && here.type === 'radio'
      return radios && here.name === there.name
    }, selector)
    await page.keyboard.press(sameGroup ? 'ArrowDown' : 'Tab')
  }
  throw new Error(`No way to ${selector} by keyboard`)
}

function focusIsIn(page: Page, selector: string): Promise<boolean> {
  return page.evaluate(within => document.activeElement?.closest(within) !== null, selector)
}

function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
}
