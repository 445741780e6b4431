/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import { handOver } from '../support/hand-over.ts'
import { identityOf, pageAfter, paymentOf, walkTo } from '../support/journey.ts'
import { sceneUrl } from '../support/scenes.ts'
import type { Service } from '../support/service.ts'
import { openSite } from '../support/site.ts'

const AFTER_PAYMENT = `**/${pageAfter('paiement')}`

const { service, browser } = await openSite({ extra: gallery })

describe('waiting for another code', () => {
  test('is announced at a minute, at half of one and at the end, and never each second', async () => {
    const page = await openScene('email-code.blank', { clock: true })
    const button = page.locator('#resend button')
    await page.evaluate(() => {
      const spoken = document.querySelector('#resend [role="status"]')!
      const heard: string[] = []
      Object.assign(window, { heard })
      new MutationObserver(() => spoken.textContent && heard.push(spoken.textContent)).observe(spoken, {
        childList: true,
      })
    })
    assert.ok(await button.isDisabled())
    // From here on time goes by in steps only.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 5000))
    const left = async () => {
      const [, minutes, seconds] = /(\d)\u00a0min (\d+)\u00a0s\./.exec(
        (await page.locator('#resend [data-here]').textContent())!,
      )!
      return Number(minutes) * 60 + Number(seconds)
    }
    const atFirst = await left()
    assert.ok(atFirst > 62 && atFirst < 120, `${atFirst} s`)
    await page.clock.runFor(20_000)
    assert.equal(await left(), atFirst - 20)
    await page.clock.runFor((atFirst - 21) * 1000)
    assert.ok(await button.isDisabled(), 'a second before the end')
    await page.clock.runFor(1000)
    assert.ok(await button.isEnabled())
    assert.deepEqual(await page.evaluate(() => (window as unknown as { heard: string[] }).heard), [
      'Vous pourrez demander un nouveau code dans une minute.',
      'Vous pourrez demander un nouveau code dans trente secondes.',
      'Vous pouvez maintenant demander un nouveau code.',
    ])
  })
})

describe('the hint at a mistyped address', () => {
  test('mends both entries, and says no more', async () => {
    const page = await memberAt('email')
    await page.locator('#email').fill('nom@gmial.com')
    await page.locator('#emailConfirmation').fill('nom@gmial.com')
    await page.locator('[data-typo-of] button').click()
    assert.equal(await page.locator('#email').inputValue(), 'nom@gmail.com')
    assert.equal(await page.locator('#emailConfirmation').inputValue(), 'nom@gmail.com')
    assert.equal(await page.locator('[data-typo-of] button').count(), 0)
  })
})

describe('a form that was refused', () => {
  test('is not sent again by a reload where that would cost a try, nor by going back', async () => {
    const file = service.enrol()
    const page = await memberAt('paiement', { file })
    const posts = postsOf(page)
    await answerPayment(page, { ...file, bankAccountLast8: '00000000' })
    await page.locator('#summary').waitFor()
    await page.reload()
    assert.equal(await page.locator('#summary').count(), 0)
    assert.equal(posts.length, 1)
    await answerPayment(page, { ...file, bankAccountLast8: '0' })
    await page.locator('#summary').waitFor()
    await answerPayment(page, file)
    await page.waitForURL(AFTER_PAYMENT)
    assert.deepEqual(await goBackTwice(page), ['paiement', 'paiement'])
    assert.equal(posts.length, 3)
  })

  test('is not sent again by going back to it from the page after', async () => {
    const page = await memberAt('email')
    const posts = postsOf(page)
    await page.locator('#email').fill('fatima@example.ma')
    await send(page).click()
    await page.locator('#summary').waitFor()
    await page.locator('#emailConfirmation').fill('fatima@example.ma')
    await send(page).click()
    await page.waitForURL('**/email-code')
    assert.deepEqual(await goBackTwice(page), ['email', 'email'])
    assert.equal(posts.length, 2)
  })

  /** Which pages show on the way. */
  async function goBackTwice(page: Page) {
    const passed = []
    for (let steps = 0; steps < 2; steps++) {
      await page.goBack()
      await page.locator('#step').waitFor()
      passed.push(page.url().split('/').at(-1))
    }
    return passed
  }
})

describe('the password page', () => {
  test('shows both passwords and hides them again, by one button', async () => {
    const page = await openScene('password.blank')
    const types = () =>
      page.locator('#step input[id]').evaluateAll(fields => fields.map(field => (field as HTMLInputElement).type))
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    assert.deepEqual(await types(), ['text', 'text'])
    await page.getByRole('button', { name: 'Masquer le mot de passe' }).press('Enter')
    assert.deepEqual(await types(), ['password', 'password'])
  })

  test('ticks off each rule while the password is typed', async () => {
    const page = await openScene('password.blank')
    const met = () =>
      page.locator('.app-rules__met').evaluateAll(rules => rules.map(rule => rule.getAttribute('data-rule')))
    for (const [typed, expected] of [
      ['cheval', []],
      ['Cheval', ['capital']],
      ['Cheval 7', ['length', 'capital', 'digit']],
      ['cheval 7', ['length', 'digit']],
    ] as const) {
      await page.locator('#password').fill(typed)
      assert.deepEqual(await met(), expected, typed)
    }
    assert.ok(
      await page.locator('[data-rule="length"]').getByText('fait').isVisible(),
      'said to screen readers as well',
    )
  })
})

describe('the identity page', () => {
  for (const javaScript of [true, false])
    test(`shows the field of the choice made, and not the other, with JavaScript ${javaScript ? 'on' : 'off'}`, async () => {
      const page = await openScene('identity.blank', { javaScript })
      const [number, employer] = [page.locator('#registrationNumber'), page.locator('#employerId')]
      assert.deepEqual([await number.isVisible(), await employer.isVisible()], [false, false])
      await page.locator('[value="employerId"]').check()
      assert.deepEqual([await number.isVisible(), await employer.isVisible()], [false, true])
      await page.locator('[value="registrationNumber"]').check()
      assert.deepEqual([await number.isVisible(), await employer.isVisible()], [true, false])
    })

  test('stays where it is when scripts come after it has been painted', async () => {
    const page = await browser.newPage({ width: 360, height: 3000 })
    const { promise: measured, resolve: letScriptsCome } = Promise.withResolvers<void>()
    await page.route('**/app.*.js', async route => {
      await measured
      await route.continue()
    })
    await page.goto(sceneUrl(service.origin, 'identity.answered', 'fr'), { waitUntil: 'commit' })
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    await page.locator('.app-foot').waitFor()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    // Its question takes no room until it is clear that none come.
    const seen = page.locator('main *:not(#question, #question *)')
    const places = () => seen.evaluateAll(all => all.map(it => it.getBoundingClientRect().top))
    const painted = await places()
    letScriptsCome()
    await page.locator('.app-captcha:not([hidden])').waitFor()
    // What the proof of work says appears in room that was kept for it; nothing that was seen moves.
    const kept = (await places()).map((top, n) => (painted[n] === 0 ? 0 : top))
    assert.deepEqual(kept, painted)
  })
})

describe('the proof that a person is there', () => {
  test('is worked out from the puzzle that the page came with', async () => {
    const file = service.enrol()
    const page = await memberAt('identite', { file })
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await puzzlesAsked(page), [])
    await answerIdentity(page, file)
    await page.waitForURL('**/paiement')
  })

  test('left unticked is reported like any other mistake, what was typed stays, and the tick is all that is left to do', async () => {
    const file = service.enrol()
    const page = await memberAt('identite', { file })
    await typeIdentity(page, file)
    await send(page).click()
    await page.locator('#summary').getByText("Confirmez que vous n'êtes pas un robot").waitFor()
    assert.match(await page.title(), /^Erreur/)
    assert.ok(await page.locator('#captcha-error').isVisible())
    assert.equal(await page.locator('[name="nationalId"]').inputValue(), file.nationalId)
    await page.locator('#captcha').check()
    await send(page).click()
    await page.waitForURL('**/paiement')
  })

  test('is worked out anew when the page was kept open for longer than its puzzle is good', async () => {
    const file = service.enrol()
    const page = await memberAt('identite', { file, clock: true })
    await page.clock.fastForward(301_000)
    const fetched = page.waitForRequest('**/captcha?page=identite')
    await answerIdentity(page, file)
    await page.waitForURL('**/paiement')
    await fetched
  })
})

describe('an address that looks mistyped', () => {
  test('is asked about, and put right by one press', async () => {
    const page = await openScene('email.blank')
    await page.locator('#email').fill('fatima@gmial.com')
    await page.locator('#emailConfirmation').focus()
    await page.getByRole('button', { name: 'fatima@gmail.com' }).click()
    assert.equal(await page.locator('#email').inputValue(), 'fatima@gmail.com')
    assert.equal(await focused(page), 'email')
  })
})

describe('the notice that something is down', () => {
  test('has the focus', async () => {
    const page = await openScene('password.notices.unavailablePassword')
    assert.equal(await focused(page), 'notice')
  })
})

describe('the error summary', () => {
  test('has the focus, and its link leads to the field', async () => {
    const page = await openScene('identity.birthDate.month')
    assert.equal(await focused(page), 'summary')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    assert.equal(await focused(page), 'birthMonth')
  })
})

describe('a double click', () => {
  test('sends the form once', async () => {
    const page = await memberAt('conditions')
    const posts: string[] = []
    page.on('request', request => void (request.method() === 'POST' && posts.push(request.url())))
    await page.route('**/conditions', async route => {
      await sleep(500)
      await route.continue()
    })
    await page.locator('#accepted').check()
    await send(page).scrollIntoViewIfNeeded()
    const { x, y } = (await send(page).boundingBox())!
    await page.mouse.click(x + 9, y + 9)
    await sleep(100)
    await page.mouse.click(x + 9, y + 9)
    await page.waitForURL('**/identite')
    assert.equal(posts.length, 1)
  })
})

describe('the session', () => {
  test('warns two minutes before it ends, is prolonged by "stay", and says when it is over', async () => {
    const page = await memberAt('email', { clock: true })
    const warning = page.locator('#expiry')
    await page.clock.runFor(1_075_000)
    assert.ok(await warning.isHidden())
    await page.clock.runFor(10_000)
    await warning.getByRole('button', { name: 'Rester' }).click()
    await warning.waitFor({ state: 'hidden' })
    await page.clock.runFor(1_060_000)
    assert.ok(await warning.isHidden(), 'counted anew')
    await page.clock.runFor(20_000)
    await warning.getByRole('button', { name: 'Rester' }).waitFor()
    await page.clock.runFor(125_000)
    await warning.getByText('Le temps est écoulé').waitFor()
  })
})

describe('someone who goes back, refreshes or has two tabs', () => {
  test('finds the answer they gave, and gets on from there', async () => {
    const page = await memberAt('conditions')
    await page.locator('#accepted').check()
    await send(page).click()
    await page.waitForURL('**/identite')
    await page.reload()
    assert.match(page.url(), /identite$/)
    await page.goBack()
    assert.match(page.url(), /conditions$/)
    // Not by Back, on which browsers fill in fields by themselves.
    await page.goto(page.url().replace('conditions', 'identite'))
    await page.getByRole('link', { name: 'Retour' }).click()
    await page.waitForURL('**/conditions')
    assert.ok(await page.locator('#accepted').isChecked())
    await send(page).click()
    await page.waitForURL('**/identite')
  })

  test('keeps what was typed when a refused form is refreshed', async () => {
    const page = await memberAt('email')
    await page.locator('#email').fill('fatima@example.ma')
    await page.locator('#emailConfirmation').fill('fatma@example.ma')
    await send(page).click()
    await page.locator('#summary').waitFor()
    await page.reload()
    assert.equal(await page.locator('#email').inputValue(), 'fatima@example.ma')
    assert.equal(await page.locator('#emailConfirmation').inputValue(), 'fatma@example.ma')
  })

  test('sees that the form of an older tab is no longer good, and is led on to where they are', async () => {
    const file = service.enrol()
    const page = await memberAt('paiement', { file })
    const older = await page.context().newPage()
    await older.goto(page.url())
    await answerPayment(page, file)
    await page.waitForURL(AFTER_PAYMENT)
    await answerPayment(older, file)
    await older.getByRole('heading', { name: "Cette page n'est plus valable" }).waitFor()
    await older.locator('main a.govuk-button').click()
    await older.waitForURL(AFTER_PAYMENT)
  })

  test('sees that the answers are gone when another tab has erased them', async () => {
    const page = await memberAt('email')
    const older = await page.context().newPage()
    await older.goto(page.url())
    await page.getByRole('button', { name: 'Quitter et effacer mes réponses' }).click()
    await page.waitForURL('**/quitter?*')
    await older.locator('#email').fill('fatima@example.ma')
    await send(older).click()
    await older.waitForURL('**/mon_compte*')
    await older.locator('main').getByText("vos réponses n'ont pas été gardées").waitFor()
  })
})

async function openScene(name: string, { clock = false, javaScript = true } = {}): Promise<Page> {
  const page = await browser.newPage({ width: 360, javaScript })
  if (clock) await page.clock.install()
  await page.goto(sceneUrl(service.origin, name, 'fr'))
  return page
}

/** The browser of a member who has come to this page. */
async function memberAt(
  path: Parameters<typeof walkTo>[3],
  { clock = false, file = service.enrol() } = {},
): Promise<Page> {
  const member = service.member()
  await member.get('?lang=fr')
  await walkTo(service, member, file, path)
  const page = await browser.newPage({ width: 360 })
  if (clock) await page.clock.install()
  const url = `${service.origin}/mon_compte/${path}`
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(url)
  return page
}

async function answerIdentity(page: Page, file: ReturnType<Service['enrol']>): Promise<void> {
  await typeIdentity(page, file)
  await page.locator('#captcha').check()
  await send(page).click()
}

async function typeIdentity(page: Page, file: ReturnType<Service['enrol']>): Promise<void> {
  const { identifierType, ...facts } = identityOf(file)
  await page.locator(`[value="${identifierType}"]`).check()
  for (const [name, text] of Object.entries(facts)) await page.locator(`[name="${name}"]`).fill(text)
}

/** The addresses of the puzzles that a page has asked for. */
function puzzlesAsked(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => name.match(/captcha.*/) ?? []),
  )
}

async function answerPayment(page: Page, file: ReturnType<Service['enrol']>): Promise<void> {
  for (const [name, text] of Object.entries(paymentOf(file))) await page.locator(`[name="${name}"]`).fill(text)
  await send(page).click()
}

function postsOf(page: Page): string[] {
  const posts: string[] = []
  page.on('request', request => void (request.method() === 'POST' && posts.push(request.url())))
  return posts
}

const send = (page: Page) => page.locator('#step button:not([name])').last()

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)
