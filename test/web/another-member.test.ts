import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  codeSentTo,
  contactsOf,
  identityOf,
  leadsOn,
  leadsTo,
  PASSWORD,
  paymentOf,
  walkOn,
  walkTo,
} from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
/** While set: is called when the insurer is asked to make an account, and never answers. */
let activating: (() => void) | undefined
before(async () => {
  service = await startService({
    limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
    environment: { CAPTCHA: 'off' },
    memberData: {
      faults({ method }) {
        if (method !== 'PUT' || !activating) return undefined
        activating()
        return 'hang'
      },
    },
  })
})
after(() => service.stop())

const password = { password: PASSWORD, passwordConfirmation: PASSWORD }
const repeated = (name: string, value: string) => ({ [name]: value, [`${name}Confirmation`]: value })

/** A browser that has brought one member to `page`, and another member who uses it after them. */
async function seats(page: Parameters<typeof walkTo>[3]) {
  const [first, second] = [service.enrol(), service.enrol()]
  const browser = service.member()
  await walkTo(service, browser, first, page)
  return { browser, first, second }
}

/** From the identity page, which is open already, to the payment page: the terms are accepted by this member. */
async function accepts(browser: Member) {
  leadsTo('paiement', await browser.answer('conditions', { accepted: 'yes' }))
}

describe('another member in the same browser', () => {
  test('finds nothing that the one before had proved or accepted (S-11, S-7)', async () => {
    const { browser, second } = await seats('mot-de-passe')
    leadsTo('conditions', await browser.answer('identite', identityOf(second)))
    for (const page of ['email', 'email-code', 'mobile', 'mobile-code', 'mot-de-passe'])
      leadsTo('conditions', await browser.get(page))
    const terms = await browser.get('conditions')
    assert.match(terms.html, /role="status"[^>]*>.*l(?:'|&#39;)identité d(?:'|&#39;)une autre personne/)
    assert.doesNotMatch(terms.html, / checked/)
    await accepts(browser)
    leadsOn('paiement', await browser.answer('paiement', paymentOf(second)))
    await walkOn(service, browser, second, 'email')
    const page = await browser.get('email')
    assert.doesNotMatch(page.html, /member-\d+@/)
  })

  test('makes an account of their own contacts and their own acceptance of the terms (S-11)', async () => {
    const { browser, second } = await seats('mot-de-passe')
    leadsTo('conditions', await browser.answer('identite', identityOf(second)))
    const since = Date.now()
    await accepts(browser)
    leadsOn('paiement', await browser.answer('paiement', paymentOf(second)))
    await walkOn(service, browser, second, 'email')
    const { email, phone } = contactsOf(second)
    leadsTo('email-code', await onceAllowed(() => browser.answer('email', repeated('email', email))))
    leadsTo('mobile', await browser.answer('email-code', { code: await codeSentTo(service, email) }))
    leadsTo('mobile-code', await onceAllowed(() => browser.answer('mobile', repeated('phone', phone))))
    leadsTo('mot-de-passe', await browser.answer('mobile-code', { code: await codeSentTo(service, phone) }))
    leadsTo('termine', await browser.answer('mot-de-passe', password))
    const account = service.farEnds.memberData.accounts.find(second.registrationNumber)!
    assert.deepEqual([account.email, account.phone], [email, phone])
    assert.ok(Date.parse(account.terms.acceptedAt) >= since)
  })

  test('does not prove an address by the code that was sent to it for the one before (OTP-8, S-11)', async () => {
    const { browser, first, second } = await seats('email-code')
    const { email } = contactsOf(first)
    const code = await codeSentTo(service, email)
    leadsTo('conditions', await browser.answer('identite', identityOf(second)))
    await accepts(browser)
    leadsOn('paiement', await browser.answer('paiement', paymentOf(second)))
    await walkOn(service, browser, second, 'email')
    const sent = await browser.answer('email', repeated('email', email))
    if (sent.status === 303) {
      const page = await browser.answer('email-code', { code })
      assert.equal(page.status, 422)
    }
    leadsTo(sent.status === 303 ? 'email-code' : 'email', await browser.get('mobile'))
  })

  test('does not get more failures from a session by taking turns (ID-6)', async () => {
    const { browser, first, second } = await seats('paiement')
    for (const n of [1, 2, 3, 4, 5]) {
      const [here, next] = n % 2 ? [first, second] : [second, first]
      const refused = await browser.answer('paiement', { ...paymentOf(here), bankAccountLast8: '00000000' })
      if (n === 5) return leadsTo('', refused)
      assert.equal(refused.status, 422, `failure ${n}`)
      leadsTo('conditions', await browser.answer('identite', identityOf(next)))
      await accepts(browser)
    }
  })
})

test('another member does not take the place of an activation that is under way (S-11, REL-I3)', async () => {
  const { browser, second } = await seats('mot-de-passe')
  await browser.get('mot-de-passe')
  const asked = new Promise<void>(resolve => {
    activating = resolve
  })
  const late = browser.post('mot-de-passe', password).catch(() => undefined)
  await asked
  leadsTo('finalisation', await browser.answer('identite', identityOf(second)))
  activating = undefined
  await late
})

describe('the same member', () => {
  test('who only changes the identifier keeps what they proved and accepted (S-11)', async () => {
    const { browser, first } = await seats('mot-de-passe')
    leadsTo('paiement', await browser.answer('identite', identityOf(first, 'employerId')))
    leadsTo('mot-de-passe', await browser.answer('paiement', paymentOf(first, 'employerId')))
    leadsTo('termine', await browser.answer('mot-de-passe', password))
  })

  test('reads on the last page, masked, which address and number the account will have', async () => {
    const { browser, first } = await seats('mot-de-passe')
    const { email, phone } = contactsOf(first)
    const { html } = await browser.get('mot-de-passe')
    const shown = [
      ...html.matchAll(/app-contact"><bdi dir="ltr" translate="no">([^<]+)<\/bdi> <a href="([^"]+)"/g),
    ].map(([, ...all]) => all)
    assert.deepEqual(shown, [
      ['m•••@example.ma', '/mon_compte/email'],
      [`06 •• •• •• ${phone.slice(-2)}`, '/mon_compte/mobile'],
    ])
    // What a password manager saves the password under is not shown.
    const seen = html.replace(/<input[^>]*autocomplete="username"[^>]*hidden>/, '')
    assert.ok(!seen.includes(email) && !seen.includes(phone))
  })
})
