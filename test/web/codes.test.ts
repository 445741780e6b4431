import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeSentTo, contactsOf, leadsTo, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

const WAIT_SECONDS = 2
let service: Service
before(async () => {
  service = await startService({ limits: { code: { resendWaitsSeconds: [WAIT_SECONDS, 60] } } })
})
after(() => service.stop())

const wait = () => sleep(WAIT_SECONDS * 1000 + 100)
const mailsTo = (address: string) =>
  service.farEnds.smtp.mails.all.filter(({ envelope }) => envelope.to.includes(address))

async function onEmailCode() {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'email-code')
  const { email } = contactsOf(file)
  const code = await codeSentTo(service, email)
  const wrong = (Number(code) + 1).toString().padStart(6, '0').slice(-6)
  return { member, email, code, wrong }
}

describe('a code', () => {
  test('typed in Arabic-Indic digits, with spaces, is the same code (OTP-1)', async () => {
    const { member, code } = await onEmailCode()
    const arabic = [...code].map(digit => String.fromCharCode(0x660 + Number(digit)))
    leadsTo(
      'mobile',
      await member.answer('email-code', { code: `${arabic.slice(0, 3).join('')} ${arabic.slice(3).join('')}` }),
    )
  })

  test('that is wrong is refused with the number of tries left', async () => {
    const { member, wrong } = await onEmailCode()
    const page = await member.answer('email-code', { code: wrong })
    assert.equal(page.status, 422)
    assert.match(page.html, /Code incorrect\. Il vous reste 4 essais/)
    assert.match((await member.answer('email-code', { code: wrong })).html, /Il vous reste 3 essais/)
  })

  test('is dead after five wrong ones, even if the sixth is right (OTP-3)', async () => {
    const { member, code, wrong } = await onEmailCode()
    for (let attempt = 0; attempt < 4; attempt++)
      assert.equal((await member.answer('email-code', { code: wrong })).status, 422)
    for (const last of [wrong, code]) {
      // The page of a locked code has no form any more: a form from before is sent.
      const page = await member.post('email-code', { code: last, ...(await member.proof('email-code')) })
      assert.equal(page.status, 429)
      assert.match(page.html, /Trop d.{1,5}essais\. Réessayez dans .*, à .*\d\d?\u00a0h\u00a0\d\d/)
      assert.ok(Number(page.headers.get('retry-after')) > 0)
    }
    leadsTo('email-code', await member.get('mobile'))
  })

  test('is accepted once only (OTP-9)', async () => {
    const { member, code } = await onEmailCode()
    leadsTo('mobile', await member.answer('email-code', { code }))
    const again = await member.answer('email-code', { code })
    assert.equal(again.status, 422)
    assert.match(again.html, /Cette adresse est vérifiée/)
    assert.doesNotMatch(again.html, /déjà servi/)
  })

  test('sent by two clicks at once proves the address once, and neither answer is an error', async () => {
    const { member, code } = await onEmailCode()
    await member.get('email-code')
    const proofs = [await member.proof('email-code'), await member.proof('email-code')]
    const pages = await Promise.all(proofs.map(proof => member.post('email-code', { ...proof, code })))
    const [first, second] = pages.toSorted((one, other) => one.status - other.status)
    leadsTo('mobile', first!)
    assert.equal(second!.status, 422)
    assert.match(second!.html, /Cette adresse est vérifiée/)
    assert.doesNotMatch(second!.html, /déjà servi/)
  })

  test('may be typed on the page that says it is too soon for another', async () => {
    const { member, code } = await onEmailCode()
    await member.get('email-code')
    const page = await member.post('email-code/renvoyer')
    assert.equal(page.status, 429)
    const [, address = ''] = /<form id="step"[^>]* action="\/mon_compte\/([^"]+)"/.exec(page.html) ?? []
    leadsTo('mobile', await member.post(address, { ...(await member.proof('email-code')), code }))
  })

  test('of another member is refused', async () => {
    const mine = await onEmailCode()
    const other = await onEmailCode()
    if (mine.code !== other.code)
      assert.equal((await mine.member.answer('email-code', { code: other.code })).status, 422)
  })

  test('is never sent by reading a page, going back or refreshing', async () => {
    const { member, email } = await onEmailCode()
    for (const page of ['email-code', 'email-code', 'email', 'email-code']) await member.get(page)
    assert.equal(mailsTo(email).length, 1)
  })
})

describe('a new code (OTP-10)', () => {
  test('is refused before the wait is over, and the page shows until when', async () => {
    const { member, email } = await onEmailCode()
    await member.get('email-code')
    const page = await member.post('email-code/renvoyer')
    assert.equal(page.status, 429)
    assert.match(page.html, /nouveau code dans .*, à .*\d\d?\u00a0h\u00a0\d\d/)
    assert.equal(mailsTo(email).length, 1)
  })

  test('refused on a page at the address of its form leads back to the step in the language then chosen', async () => {
    const { member } = await onEmailCode()
    leadsTo('email-code', await member.get('email-code/renvoyer?lang=ar'))
    assert.match((await member.get('email-code')).html, /<html lang="ar"/)
    leadsTo('mobile-code', await member.get('mobile-code/renvoyer'))
    assert.equal((await member.get('email/renvoyer')).status, 404, 'no form has this address')
  })

  test('is sent once by twenty clicks at the same time, and replaces the one before', async () => {
    const { member, email, code } = await onEmailCode()
    await wait()
    await member.get('email-code')
    const pages = await Promise.all(Array.from({ length: 20 }, () => member.post('email-code/renvoyer')))
    assert.equal(pages.filter(({ status }) => status === 303).length, 1)
    assert.equal(mailsTo(email).length, 2)
    const newer = await codeSentTo(service, email)
    const page = await member.answer('email-code', { code })
    if (newer !== code) assert.match(page.html, /plus récent|remplac/)
    leadsTo('mobile', await member.answer('email-code', { code: newer }))
  })

  test('is refused when all sends of the session are used, with the time it ends', async t => {
    const quick = await startService({ limits: { code: { resendWaitsSeconds: [1] } }, environment: { CAPTCHA: 'off' } })
    t.after(() => quick.stop())
    const [file, member] = [quick.enrol(), quick.member()]
    await walkTo(quick, member, file, 'email-code')
    for (let status = 429; status === 429; ) ({ status } = await member.post('email-code/renvoyer'))
    await sleep(1100)
    const page = await member.post('email-code/renvoyer')
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) > 5000)
    assert.match(page.html, /\d\d?\u00a0h\u00a0\d\d/)
    const { email } = contactsOf(file)
    assert.equal(quick.farEnds.smtp.mails.all.filter(({ envelope }) => envelope.to.includes(email)).length, 2)
  })

  test('for another address has to wait as well, which is no error, and what was typed stays on the page (OTP-10)', async () => {
    const { member, email, code } = await onEmailCode()
    const corrected = `corrected-${email}`
    const fields = { email: corrected, emailConfirmation: corrected }
    for (let time = 0; time < 3; time++) {
      const page = await member.answer('email', fields)
      assert.equal(page.status, 429)
      assert.ok(Number(page.headers.get('retry-after')) <= WAIT_SECONDS)
      assert.match(page.html, /id="notice".*gardée dans cette page\. Attendez .*\d\d?\u00a0h\u00a0\d\d/s)
      assert.doesNotMatch(page.html, /<title>Erreur|govuk-error|aria-invalid/)
      assert.match(page.html, new RegExp(`name="email"[^>]*value="${corrected}"`))
    }
    assert.equal(mailsTo(corrected).length, 0)
    await wait()
    leadsTo('email-code', await member.answer('email', fields))
    const newer = await codeSentTo(service, corrected)
    if (newer !== code) assert.match((await member.answer('email-code', { code })).html, /Code incorrect/)
    leadsTo('mobile', await member.answer('email-code', { code: newer }))
  })

  test('refused by the mailbox of another address leaves the earlier one as it was (OTP-10, OTP-17)', async () => {
    const { member, email, code, wrong } = await onEmailCode()
    await member.answer('email-code', { code: wrong })
    await wait()
    const refused = `no-${email}`
    service.farEnds.smtp.treat(refused, 550)
    for (let time = 0; time < 3; time++) {
      const page = await member.answer('email', { email: refused, emailConfirmation: refused })
      assert.equal(page.status, 422)
    }
    assert.match((await member.answer('email-code', { code: wrong })).html, /Il vous reste 3 essais/)
    leadsTo('mobile', await member.answer('email-code', { code }))
  })

  test('for a fourth address of the day is refused, and the code sent to the third stays valid (OTP-12, OTP-17)', async t => {
    const limits = { code: { resendWaitsSeconds: [1, 1, 1, 1] } }
    const quick = await startService({ limits, environment: { CAPTCHA: 'off' } })
    t.after(() => quick.stop())
    const [file, member] = [quick.enrol(), quick.member()]
    await walkTo(quick, member, file, 'email-code')
    const { email } = contactsOf(file)
    const ask = (address: string) => member.answer('email', { email: address, emailConfirmation: address })
    for (const address of [`second-${email}`, `third-${email}`]) {
      await sleep(1100)
      leadsTo('email-code', await ask(address))
    }
    const code = await codeSentTo(quick, `third-${email}`)
    await sleep(1100)
    assert.equal((await ask(`fourth-${email}`)).status, 429)
    leadsTo('mobile', await member.answer('email-code', { code }))
  })

  test('is offered at once when the mail could not be sent', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'email')
    const { email } = contactsOf(file)
    service.farEnds.smtp.treat(email, 421)
    const failed = await member.answer('email', { email, emailConfirmation: email })
    assert.equal(failed.status, 503)
    assert.match(failed.html, /pas pu envoyer l/)
    assert.match(failed.html, new RegExp(`name="email"[^>]*value="${email}"`))
    const other = `ok-${email}`
    leadsTo('email-code', await member.answer('email', { email: other, emailConfirmation: other }))
  })

  test('for an address that the mail server refuses asks for another address', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'email')
    const { email } = contactsOf(file)
    service.farEnds.smtp.treat(email, 550)
    const page = await member.answer('email', { email, emailConfirmation: email })
    assert.equal(page.status, 422)
    assert.match(page.html, /id="email-error".*Vérifiez l.{1,5}adresse/s)
  })
})
