/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeViolations } from '../support/axe.ts'
import { type CallCentre, startCallCentre } from '../support/call-centre.ts'
import { openBrowser } from '../support/chromium.ts'
import { leadsTo, memberOn } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { until } from '../support/until.ts'

let centre: CallCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let hired = 0
before(async () => {
  centre = await startCallCentre()
  // The last test stops the console under an open page.
  browser = await openBrowser({ toleratesFailedLoads: true })
})
after(async () => {
  await browser.close()
  await centre.stop()
})

/** A caller who has just typed a wrong code, on an opened page. */
async function openCaller(): Promise<{ member: Member; reference: string }> {
  const { member, email } = await memberOn(centre.service, 'email')
  const reference = /R-\d{3} \d{4}/.exec((await member.get('email')).html)![0]
  leadsTo('email', await member.post('accompagnement', { open: 'yes' }))
  leadsTo('email-code', await member.answer('email', { email, emailConfirmation: email }))
  assert.equal((await member.answer('email-code', { code: '918273' })).status, 422)
  return { member, reference }
}

/** A page of the console, signed in. */
async function signedIn(options: Parameters<typeof browser.newPage>[0]): Promise<Page> {
  hired += 1
  const agent = await centre.site.hire(`agent-${hired}`)
  leadsTo('', await agent.signIn())
  const page = await browser.newPage(options)
  const cookies = agent.cookies.split('; ').map(pair => /^([^=]+)=(.*)$/.exec(pair)!)
  await page
    .context()
    .addCookies(cookies.map(([, name, value]) => ({ name: name!, value: value!, url: centre.site.origin })))
  await page.goto(centre.site.origin)
  return page
}

async function follow(page: Page, reference: string): Promise<void> {
  await page.fill('#reference', reference)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/suivi')
}

/** What axe finds, but for the preview: no script may run in it, and the gallery's pages are judged already. */
const violations = async (page: Page) => (await axeViolations(page)).filter(line => !line.startsWith('frame-tested'))
const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

/** The preview as high as what it shows. Runs in the page. */
const isWhole = () => {
  const frame = document.querySelector('iframe')!
  return frame.clientHeight >= frame.contentDocument!.documentElement.scrollHeight && frame.clientHeight > 0
}

const isApart = (page: Page, ...parts: [string, string]) =>
  page.evaluate(selectors => {
    const range = document.createRange()
    const [said, next] = selectors.map(selector => {
      range.selectNodeContents(document.querySelector(selector)!)
      return range.getBoundingClientRect()
    })
    return Math.max(next!.left - said!.right, said!.left - next!.right) > 8
  }, parts)

async function isRight(page: Page, what: string): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    assert.deepEqual(await violations(page), [], `${what}, ${width}`)
    assert.ok(!(await isWide(page)), `${what} fits ${width}`)
  }
}

describe('the screens of an agent who follows', () => {
  for (const lang of ['fr', 'ar'])
    test(`are accessible and fit a narrow window in ${lang}`, async () => {
      const { member, reference } = await openCaller()
      const page = await signedIn({ width: 1280 })
      await page.goto(`${centre.site.origin}/?lang=${lang}`)
      await isRight(page, 'the reference')
      const ends = await page
        .locator('#reference, [for="reference"]')
        .evaluateAll(
          (parts, end) => parts.map(part => part.getBoundingClientRect()[end as 'left' | 'right']),
          lang === 'ar' ? 'right' : 'left',
        )
      assert.ok(Math.abs(ends[0]! - ends[1]!) < 50, `the field begins where its name does: ${ends}`)
      assert.ok(await isApart(page, '#open-until', '[action="/rester"]'))
      await page.fill('#reference', '12')
      await page.keyboard.press('Enter')
      await page.waitForSelector('#summary')
      await isRight(page, 'an error')
      await follow(page, reference)
      await page.waitForSelector('[data-live="live"]')
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang)
      await isRight(page, 'a followed page')
      await member.get('email-code')
      await member.post('accompagnement', { open: 'no' })
      await page.waitForSelector('#over')
      await isRight(page, 'a page that is over')
      await page.context().close()
    })

  test('change by themselves, speak the newest event alone, and move no focus', async () => {
    const { member, reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    await follow(page, reference)
    await page.waitForSelector('[data-live="live"]')
    assert.equal(await page.textContent('#status'), 'Code incorrect')
    assert.equal(await page.locator('[role=status], [aria-live]').count(), 1)
    await page.focus('.app-call button')
    await member.get('email')
    await page.waitForFunction(() => document.querySelector('#status')!.textContent!.includes('Recevez un code'))
    assert.match((await page.textContent('#now'))!, /Étape 4 sur 8/)
    await page.waitForFunction(() => document.querySelector('iframe')!.src.includes('/apercu/email?'))
    assert.match((await page.evaluate(() => document.activeElement?.textContent))!, /^Terminer/)
    await page.focus('#preview-page')
    await member.get('email-code')
    await page.waitForFunction(() => document.querySelector('iframe')!.src.includes('/apercu/email-code?'))
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'preview-page')
    await page.context().close()
  })

  test('count times by the second', async () => {
    const { reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    await follow(page, reference)
    const shown = async () => page.textContent('#now [data-until]')
    const first = await shown()
    assert.match(first!, /^\d+:\d\d$/)
    await until('a second has gone by', async () => (await shown()) !== first)
    await page.context().close()
  })

  test('draw the page that the caller sees in its own styles, and nothing in it can be reached or sent', async () => {
    const { reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    await follow(page, reference)
    const frame = page.frameLocator('iframe')
    await frame.locator('h1').waitFor()
    assert.match((await frame.locator('.govuk-error-summary').textContent())!, /Code incorrect/)
    const brand = await frame
      .locator('button.govuk-button')
      .first()
      .evaluate(button => getComputedStyle(button).backgroundColor)
    assert.notEqual(brand, 'rgba(0, 0, 0, 0)')
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab')
      const inside = await page.evaluate(() =>
        document.querySelector('iframe')!.contentDocument!.activeElement?.outerHTML.slice(0, 80),
      )
      assert.match(inside!, /^<body/)
    }
    await page.context().close()
  })

  test('are followed and left by the keyboard, with a key for how the call ended', async () => {
    const { reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'reference')
    await page.keyboard.type(reference)
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    assert.ok(await page.isChecked('#ground-call-back'))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/suivi')
    await page.waitForSelector('[data-live="live"]')
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.textContent?.startsWith('Terminer'))) break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL('**/suivi/bilan')
    assert.deepEqual(await axeViolations(page), [])
    await page.keyboard.press('2')
    assert.equal(new URL(page.url()).pathname, '/suivi/bilan', 'keys are off at first')
    await page.click('[data-shortcuts]')
    await page.keyboard.press('Control+4')
    await page.keyboard.press('4')
    await page.waitForURL(`${centre.site.origin}/`)
    await page.context().close()
  })

  test('say in the chosen language what to say, by link or by key, and keys are dead until switched on and in fields', async () => {
    const { member, reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    await follow(page, reference)
    await page.waitForSelector('[data-live="live"]')
    const said = () => page.locator('#say .app-sentence:visible').allInnerTexts()
    const says = (words: string) =>
      until(words, async () => (await said()).join().replaceAll('\u00a0', ' ').includes(words))
    await says("Ce n'est pas le bon. Il vous reste 4 essais. Prenez le message le plus récent.")
    await page.keyboard.press('d')
    await says("Ce n'est pas le bon.")
    await page.click('[data-shortcuts]')
    await page.keyboard.press('d')
    await says('ماشي هو. بقيت لكم 4 محاولات. خذو آخر ميساج جا.')
    assert.equal(await page.getAttribute('#say p:visible', 'lang'), 'ary')
    await page.keyboard.press('Control+f')
    await page.evaluate(() => document.body.append(document.createElement('input')))
    await page.focus('body > input')
    await page.keyboard.press('f')
    await says('ماشي هو.')
    await page.focus('.app-call button')
    await member.get('email')
    await says('كتبو الإيميل ديالكم جوج مرات.')
    await page.reload()
    await says('كتبو الإيميل ديالكم جوج مرات.')
    await page.keyboard.press('a')
    await says('اكتبوا عنوان بريدكم مرتين.')
    assert.equal(await page.locator('[data-choose][aria-current]').count(), 1)
    const [sheet] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('5')])
    await sheet.waitForURL('**/guide/email-code')
    await sheet.close()
    await member.post('accompagnement', { open: 'no' })
    await page.waitForSelector('#over')
    assert.match(await page.locator('#over .app-sentence:visible').innerText(), /^أوقفتم المتابعة/)
    const [left] = await Promise.all([page.waitForRequest(/suivi/), page.keyboard.press('e')])
    assert.equal(
      `${left.method()} ${new URL(left.url()).pathname}`,
      'GET /suivi/bilan',
      'what is hidden is not pressed',
    )
    await page.context().close()
  })

  test('have a key for the reference, the preview, the end and the list of keys, dead until keys are on and with Ctrl', async () => {
    const { member, reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    await follow(page, reference)
    await page.waitForSelector('[data-live="live"]')
    const path = () => new URL(page.url()).pathname
    const keys = page.locator('#keys')
    const preview = page.locator('#preview')
    for (const key of ['p', '?', '/', 'e']) await page.keyboard.press(key)
    await page.click('[data-shortcuts]')
    for (const key of ['p', '/', 'e']) await page.keyboard.press(`Control+${key}`)
    assert.deepEqual([path(), await preview.isVisible(), await keys.isVisible()], ['/suivi', true, false])

    await page.keyboard.press('?')
    await keys.waitFor({ state: 'visible' })
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'keys')
    assert.match((await keys.innerText()).replaceAll(/\s+/g, ' '), /^Touches .* e Terminer le suivi/)
    await isRight(page, 'the list of keys')
    await page.keyboard.press('?')
    await keys.waitFor({ state: 'hidden' })

    await page.keyboard.press('p')
    await preview.waitFor({ state: 'hidden' })
    await member.get('email')
    await page.waitForFunction(() => document.querySelector('iframe')!.src.includes('/apercu/email?'))
    await page.reload()
    await page.waitForSelector('[data-live="live"]')
    assert.ok(!(await preview.isVisible()), 'stays hidden')
    await page.keyboard.press('p')
    await preview.waitFor({ state: 'visible' })
    await until('as high as its page', async () => page.evaluate(isWhole))

    await page.keyboard.press('/')
    await page.waitForURL(`${centre.site.origin}/`)
    await page.waitForFunction(() => document.activeElement?.id === 'reference')
    await page.keyboard.type('/?')
    assert.equal(await page.inputValue('#reference'), '/?', 'keys are typed in a field')
    await page.focus('[data-shortcuts]')
    await page.keyboard.press('/')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'reference')
    assert.equal(await page.inputValue('#reference'), '/?', 'the key itself is not typed')

    await page.goto(`${centre.site.origin}/suivi`)
    await page.keyboard.press('e')
    await page.waitForURL('**/suivi/bilan')
    // A key that is held down is one press; the digit of a French keyboard needs no Shift.
    await page.evaluate(() => {
      const press = (init: KeyboardEventInit) =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
      press({ key: '2', code: 'Digit2', repeat: true })
      press({ key: '!', code: 'Digit1', shiftKey: true })
      document.addEventListener('submit', event => document.body.setAttribute('data-sent', pressed(event)))
      document.addEventListener('submit', event => event.preventDefault())
      press({ key: '"', code: 'Digit3' })
      function pressed(event: SubmitEvent): string {
        return (event.submitter as HTMLButtonElement).value
      }
    })
    assert.equal(await page.getAttribute('body', 'data-sent'), 'facts')
    await page.context().close()
  })

  test('work without scripts: the page comes again by itself, and can be asked for', async () => {
    const { member, reference } = await openCaller()
    const page = await signedIn({ width: 1280, javaScript: false })
    await follow(page, reference)
    assert.match((await page.textContent('#now'))!, /Étape 5 sur 8/)
    assert.match(await page.content(), /<meta http-equiv="refresh" content="10">/)
    assert.ok(!(await page.isVisible('[data-live]')))
    await member.get('email')
    await page.click('[data-choose=ary]')
    assert.match(await page.locator('#say .app-sentence:visible').first().innerText(), /كتبو الإيميل/)
    assert.equal((await page.goto(`${centre.site.origin}/suivi?voix=es`))!.status(), 404)
    await page.goto(`${centre.site.origin}/suivi`)
    assert.equal(await page.getAttribute('#say .app-sentence:visible', 'lang'), 'ary')
    await page.click('text=Actualiser')
    assert.match((await page.textContent('#now'))!, /Étape 4 sur 8/)
    await page.click('text=Terminer')
    await page.click('text=Passer')
    assert.equal(new URL(page.url()).pathname, '/')
    await page.context().close()
  })

  test('say how old they are if the console is gone', async () => {
    const { reference } = await openCaller()
    const page = await signedIn({ width: 1280 })
    await follow(page, reference)
    await page.waitForSelector('[data-live="live"]')
    await centre.site.stop()
    await page.waitForSelector('[data-live="stale"]')
    assert.match((await page.textContent('[data-live]'))!, /Données de \d\d:\d\d:\d\d\. Nouvelle tentative…/)
    await page.context().close()
  })
})
