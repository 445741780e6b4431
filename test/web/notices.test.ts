import assert from 'node:assert/strict'
import { after, before, describe, mock, test } from 'node:test'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { contactsOf, type PagePath, walkTo } from '../support/journey.ts'
import type { Member, Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

/** The wait for another code, and how long it is news that one was sent. */
const WAIT_SECONDS = 120

let service: Service
before(async () => {
  service = await startService({ environment: { CAPTCHA: 'off', ...secondWays } })
})
after(() => service.stop())

let gone = 0
const now = performance.now.bind(performance)
mock.method(performance, 'now', () => now() + gone * 1000)

describe('what a side action did is said once, at the top', () => {
  test('a new code by e-mail', async () => {
    const { member } = await memberAt('email-code')
    goOn(WAIT_SECONDS)
    const { html, query } = await follow(member, await member.post('email-code/renvoyer'))
    assert.equal(query, '?avis=code')
    assert.match(done(html), /Un nouveau code a été envoyé par (?:<[^>]*>)?e-mail/)
    assert.ok(html.indexOf('id="done"') < html.indexOf('<h1'))
    assert.equal(doneOn((await member.get('email-code')).html), '', 'the page without the word')
  })

  test('a new code by SMS', async () => {
    const { member } = await memberAt('mobile-code')
    goOn(WAIT_SECONDS)
    const { html } = await follow(member, await member.post('mobile-code/renvoyer', { via: 'sms' }))
    assert.match(done(html), /Un nouveau code a été envoyé par SMS/)
  })

  for (const [via, said] of [
    ['voice', /Nous vous appelons/g],
    ['whatsapp', /envoyé sur WhatsApp/g],
  ] as const)
    test(`a new code by ${via}, in the sentence about it, which has the focus`, async () => {
      const { member } = await memberAt('mobile-code')
      goOn(WAIT_SECONDS)
      const { html } = await follow(member, await member.post('mobile-code/renvoyer', { via }))
      assert.equal(html.match(said)?.length, 1)
      assert.match(html, /<div id="news" role="status" tabindex="-1" autofocus>/)
      assert.equal(doneOn(html), '')
      assert.doesNotMatch((await member.get('mobile-code')).html, /autofocus/)
    })

  test('another address, to which a code was sent', async () => {
    const { member } = await memberAt('email-code')
    goOn(WAIT_SECONDS)
    const other = { email: 'une.autre@example.ma', emailConfirmation: 'une.autre@example.ma' }
    const { html, query } = await follow(member, await member.answer('email', other))
    assert.equal(query, '?avis=modifie')
    assert.match(done(html), /L&#39;adresse a été changée\. Un nouveau code y a été envoyé/)
  })

  test('another number, to which a code was sent', async () => {
    const { member } = await memberAt('mobile-code')
    goOn(WAIT_SECONDS)
    const other = { phone: '0698765432', phoneConfirmation: '0698765432' }
    const { html } = await follow(member, await member.answer('mobile', other))
    assert.match(done(html), /Le numéro a été changé\. Un nouveau code y a été envoyé/)
  })

  test('nothing, where the same address was sent again', async () => {
    const { member, file } = await memberAt('email-code')
    const { email } = contactsOf(file)
    const { html, query } = await follow(member, await member.answer('email', { email, emailConfirmation: email }))
    assert.equal(query, '')
    assert.equal(doneOn(html), '')
  })

  test('more time, with how long and until when', async () => {
    const { member } = await memberAt('email')
    const { html, query } = await follow(member, await member.post('prolonger'))
    assert.equal(query, '?avis=temps')
    assert.match(done(html), /reste ouverte encore (<bdi[^>]*>)?20 minutes.*jusqu&#39;à .*\d\d?\u00a0h\u00a0\d\d/)
  })

  test('another language, on a form and on a page without one', async () => {
    const { member } = await memberAt('email')
    const form = await member.post('email', { lang: 'ar', email: 'half-typed@', emailConfirmation: '' })
    assert.match(done(form.html), /الصفحة الآن باللغة العربية/)
    assert.equal(doneOn((await member.post('email', { lang: 'ar' })).html), '', 'it was so before')
    assert.match(done((await member.get('conditions-generales?lang=fr')).html), /La page est maintenant en français\./)
    assert.match(done((await member.get('conditions-generales?lang=both')).html), /en français et en arabe/)
  })

  test('no language where all was erased, and its cookie with it', async () => {
    const { member } = await memberAt('email')
    const { html } = await follow(member, await member.post('quitter'))
    assert.match(html, /<html lang="fr"/)
    assert.equal(doneOn(html), '')
  })
})

describe('an address kept from a side action', () => {
  test('says nothing of a new code when the last is no news any more (W-10)', async () => {
    const { member } = await memberAt('email-code')
    for (const word of ['code', 'modifie'])
      assert.notEqual(doneOn((await member.get(`email-code?avis=${word}`)).html), '')
    goOn(WAIT_SECONDS + 1)
    for (const word of ['code', 'modifie']) assert.equal(doneOn((await member.get(`email-code?avis=${word}`)).html), '')
  })

  test('says nothing of a new code where none can be typed (W-10)', async () => {
    const { member } = await memberAt('mobile')
    for (const page of ['email-code', 'mobile'])
      for (const word of ['code', 'modifie']) assert.equal(doneOn((await member.get(`${page}?avis=${word}`)).html), '')
  })

  test('says nothing in words of others (W-10)', async () => {
    const { member } = await memberAt('email-code')
    for (const word of ['sent', 'constructor', '<b>', 'code&avis=code', ''])
      assert.equal(doneOn((await member.get(`email-code?avis=${word}`)).html), '', word)
  })

  test('says nothing of more time to who has no session (W-10)', async () => {
    for (const page of ['?avis=temps', 'conditions-generales?avis=temps'])
      assert.equal(doneOn((await service.member().get(page)).html), '')
  })
})

async function memberAt(path: PagePath) {
  const member = service.member()
  const file = service.enrol()
  await member.get('?lang=fr')
  await walkTo(service, member, file, path)
  await member.get(path)
  return { member, file }
}

/** Opens the page that an action leads to; the query that came with it. */
async function follow(member: Member, { status, path, headers }: Page) {
  assert.equal(status, 303)
  const query = new URL(headers.get('location')!, service.origin).search
  return { query, ...(await member.get(path + query)) }
}

/** Lets time go by for codes and limits; it never goes back. */
function goOn(seconds: number): void {
  gone += seconds
}

/** The notice, which has the focus. */
function done(html: string): string {
  assert.match(html, /id="done" role="status" tabindex="-1" autofocus>/)
  return doneOn(html)
}

const doneOn = (html: string) => / id="done"[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? ''
