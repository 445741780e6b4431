import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { identityOf, leadsTo, memberOn, PASSWORD, type PagePath, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

/** Longer than a second form takes, and shorter than the time limit of a call to the insurer. */
const SLOW_MS = 2000

let activationAsked = () => {}
let service: Service
before(async () => {
  service = await startService({
    limits: {
      session: { perIp: [[500, 60]] },
      identity: { floorMs: 0, perIp: [[500, 900]], perSession: 10, payment: { perDay: 2 } },
      send: { perMember: [[1, 600]] },
      password: { perSession: [[1, 600]] },
      captcha: { questionPerIp: [[1, 3600]] },
    },
    memberData: {
      delayMs({ method }) {
        if (method !== 'PUT') return 0
        activationAsked()
        return SLOW_MS
      },
    },
  })
})
after(() => service.stop())

const on = (page: PagePath | 'termine') => memberOn(service, page)

const UNITS: Record<string, number> = { seconde: 1, minute: 60, heure: 3600 }

/** How long a page asks to wait, in seconds, as its French words say. */
function toldBy({ html }: Page): number {
  const [, count, unit = ''] = /dans (\d+) (seconde|minute|heure)s?[,. ]/.exec(html.replace(/<[^>]+>/g, '')) ?? []
  return Number(count) * UNITS[unit]!
}

/** Asserts that page and header name the same wait, of at most so long, in whole minutes. */
function asksToWait(page: Page, most: number): void {
  const seconds = Number(page.headers.get('retry-after'))
  assert.equal(toldBy(page), seconds)
  assert.equal(seconds % 60, 0)
  assert.ok(seconds > 0 && seconds <= most, `${seconds} s`)
  assert.match(page.html, /à partir de .*?\d\d?\u00a0h\u00a0\d\d/)
}

function keeps(page: Page, typed: Record<string, string>): void {
  for (const [name, value] of Object.entries(typed))
    assert.match(page.html, new RegExp(`<input[^>]*name="${name}" value="${value.replace('+', '\\+')}"`), name)
}

const isStep = (page: Page, path: string) => assert.match(page.html, new RegExp(`<form id="step"[^>]*/${path}"`))

describe('a limit with a short wait is shown on the page of the step, with what was typed (ID-9)', () => {
  test('a fourth identity that does not match keeps its five fields, whether the number exists or not (ID-4, ID-9)', async () => {
    const pages: Page[] = []
    for (const registrationNumber of [undefined, '98765432']) {
      const { file, member } = await on('identite')
      const typed = { ...identityOf(file), ...(registrationNumber && { registrationNumber }), birthYear: '1911' }
      for (let guess = 0; guess < 3; guess++) assert.equal((await member.answer('identite', typed)).status, 422)
      const page = await member.answer('identite', typed)
      assert.equal(page.status, 429)
      const { identifierType, ...fields } = typed
      keeps(page, fields)
      assert.match(page.html, new RegExp(`value="${identifierType}" checked`))
      isStep(page, 'identite')
      asksToWait(page, 60)
      assert.match(page.html, /<title>Erreur : /)
      assert.doesNotMatch(
        /<div class="app-notice" id="notice".*?<h1/s.exec(page.html)![0],
        /guess|essai|identifi|\b[2-9]\b(?!:|\u00a0h)/,
      )
      pages.push(page)
    }
    const [first, second] = pages.map(({ html }) => html.match(/<div class="app-notice" id="notice".*?<\/div>/s)![0])
    assert.equal(first, second)
  })

  test('a code that may not be sent keeps the address (OTP-12)', async () => {
    const { file, member, email } = await on('email')
    leadsTo('email-code', await member.answer('email', { email, emailConfirmation: email }))
    const elsewhere = service.member()
    await walkTo(service, elsewhere, file, 'email')
    const other = `other.${email}`
    const page = await elsewhere.answer('email', { email: other, emailConfirmation: other })
    assert.equal(page.status, 429)
    isStep(page, 'email')
    keeps(page, { email: other, emailConfirmation: other })
    asksToWait(page, 600)
  })

  test('a password is refused with a wait, and shown nowhere (PW-6, PW-7)', async () => {
    const { member } = await on('mot-de-passe')
    await member.get('mot-de-passe')
    const form = { password: PASSWORD, passwordConfirmation: PASSWORD }
    const asked = Promise.withResolvers<void>()
    activationAsked = asked.resolve
    const first = member.post('mot-de-passe', form)
    await asked.promise
    const page = await member.post('mot-de-passe', form)
    await first
    assert.equal(page.status, 429)
    isStep(page, 'mot-de-passe')
    asksToWait(page, 600)
    assert.ok(!page.html.includes(PASSWORD))
    assert.match(page.html, /Saisissez de nouveau votre mot de passe/)
  })

  test('a plain question that others of the network have used up keeps what was typed, and the page shows the other ways (C-6)', async () => {
    const ask = async () => {
      const { file, member } = await on('identite')
      const typed = identityOf(file)
      const { html } = await member.get('identite')
      const [, a, b] = /Combien font .*?(\d+).*?\+.*?(\d+)/s.exec(html)!
      const questionToken = /name="questionToken" value="([^"]+)"/.exec(html)![1]!
      const questionAnswer = String(Number(a) + Number(b))
      return { typed, page: await member.post('identite', { ...typed, questionAnswer, questionToken }) }
    }
    leadsTo('paiement', (await ask()).page)
    const { typed, page } = await ask()
    assert.equal(page.status, 429)
    const { identifierType: _, ...fields } = typed
    keeps(page, fields)
    assert.equal(Number(page.headers.get('retry-after')), toldBy(page))
    assert.match(page.html, /autre navigateur/)
  })
})

test('a limit that outlives the session has a page of its own, with the same wait in the header (ID-5, ID-9)', async () => {
  const { file, member } = await on('paiement')
  const wrong = Object.fromEntries(Object.keys(paymentOf(file)).map(name => [name, '12345678']))
  for (let guess = 0; guess < 2; guess++) assert.equal((await member.answer('paiement', wrong)).status, 422)
  const page = await member.answer('paiement', wrong)
  assert.equal(page.status, 429)
  assert.doesNotMatch(page.html, /<form id="step"/)
  const seconds = Number(page.headers.get('retry-after'))
  assert.ok(seconds > 86_000 && seconds <= 86_400 && seconds % 60 === 0, `${seconds} s`)
})
