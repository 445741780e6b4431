import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { leadsTo, PATHS, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService()
})
after(() => service.stop())

describe('the reading mode', () => {
  test('is both languages at first, French leading', async () => {
    const { html } = await service.member().get('')
    assert.match(html, /<html lang="fr" dir="ltr"/)
    assert.match(html, /Commencer/)
    assert.match(html, /lang="ar" dir="rtl">البدء/)
  })

  test('is asked on the start page, the language of the browser first, until it is chosen', async () => {
    const member = service.member()
    for (const [accepted, ...order] of [
      ['ar-MA,ar;q=0.9,fr;q=0.8', 'ar', 'fr', 'both'],
      ['fr-MA,ar;q=0.9', 'fr', 'ar', 'both'],
      ['en', 'fr', 'ar', 'both'],
    ] as const) {
      const { html } = await member.get('', { 'accept-language': accepted })
      const asked = /<nav class="app-choice"[\s\S]*?<\/nav>/.exec(html)![0]
      const offered = [...asked.matchAll(/\?lang=(\w+)/g)].map(([, mode]) => mode)
      assert.deepEqual(offered, order, accepted)
    }
    assert.doesNotMatch((await member.get('?lang=fr')).html, /app-choice/)
    assert.doesNotMatch((await member.get('')).html, /app-choice/)
  })

  test('asked for in the address is kept in a cookie', async () => {
    const member = service.member()
    assert.match((await member.get('?lang=ar')).html, /<html lang="ar" dir="rtl"/)
    assert.match(member.cookies, /lang=ar/)
    assert.match((await member.get('conditions-generales')).html, /<html lang="ar" dir="rtl"/)
    assert.doesNotMatch((await member.get('')).html, /Commencer/)
  })

  test('that does not exist is ignored (W-10)', async () => {
    for (const lang of ['zz', '../ar', 'fr%0d%0aX: y']) {
      const member = service.member()
      assert.match((await member.get(`?lang=${lang}`)).html, /<html lang="fr" dir="ltr"/)
      assert.doesNotMatch(member.cookies, /lang/)
    }
  })

  test('changed on a form keeps what was typed, and judges, counts and sends nothing', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'email')
    await member.get('email')
    const sent = service.farEnds.smtp.mails.all.length
    const page = await member.post('email', { lang: 'ar', email: 'half-typed@', emailConfirmation: '' })
    assert.equal(page.status, 200)
    assert.match(page.html, /<html lang="ar" dir="rtl"/)
    assert.match(page.html, /name="email"[^>]*value="half-typed@"/)
    assert.doesNotMatch(page.html, /<title>خطأ/)
    assert.equal(service.farEnds.smtp.mails.all.length, sent)
    assert.match((await member.get('email')).html, /<html lang="ar"/)
  })

  test('changed on the start page keeps the reason why a session is over, if it is one of ours', async () => {
    const member = service.member()
    member.cookies = 'sid=gone'
    for (const [fin, kept] of [
      ['essais', 'fin=essais&amp;'],
      ['ailleurs', 'fin=ailleurs&amp;'],
      ['expiree', 'fin=expiree&amp;'],
      ['"><b>', ''],
    ])
      assert.ok((await member.get(`?fin=${fin}`)).html.includes(`href="?${kept}lang=ar"`), fin)
  })

  test('named on a form beside the pages only shows the page in it: nothing is sent, erased or opened', async () => {
    const member = service.member()
    const file = service.enrol()
    await walkTo(service, member, file, 'email-code')
    await member.get('email-code')
    const sent = service.farEnds.smtp.mails.all.length
    for (const action of ['email-code/renvoyer', 'prolonger', 'quitter'])
      leadsTo('email-code', await member.post(action, { lang: 'ar' }))
    assert.equal(service.farEnds.smtp.mails.all.length, sent)
    assert.match((await member.get('email-code')).html, /<html lang="ar"/)
    const visitor = service.member()
    leadsTo('', await visitor.post('', { lang: 'ar' }))
    assert.doesNotMatch(visitor.cookies, /sid/)
  })

  test('that does not exist, named on a form, shows the page as it is, and judges nothing', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'email')
    await member.get('email')
    const page = await member.post('email', { lang: 'zz', email: 'half-typed@', emailConfirmation: '' })
    assert.equal(page.status, 200)
    assert.match(page.html, /value="half-typed@"/)
    assert.doesNotMatch(page.html, /<title>Erreur/)
  })

  test('changed on the password page shows no password again', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'mot-de-passe')
    await member.get('mot-de-passe')
    const page = await member.post('mot-de-passe', { lang: 'fr', password: 'Sesame-ouvre-7', passwordConfirmation: '' })
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.html, /Sesame/)
  })
})

describe('a page in both languages', () => {
  test('marks every Arabic part, and keeps numbers and addresses in their order', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'email-code')
    const { html } = await member.get('email-code')
    assert.match(html, /lang="ar" dir="rtl"/)
    const text = html.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, '')
    assert.match(text, /<bdi dir="ltr" translate="no">member-\d{6}@example\.ma<\/bdi>/)
    assert.match(text, /<bdi dir="ltr" translate="no" class="app-number">05 38 00 20 20<\/bdi>/)
    const [n, of] = [PATHS.indexOf('email-code') + 1, PATHS.length]
    assert.ok(text.includes(`Étape ${n} sur ${of}`))
    assert.ok(text.includes(`المرحلة ${n} من ${of}`))
  })

  test('has no Arabic outside of an element that says so', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'identite')
    for (const { html } of [await member.get('identite'), await member.answer('identite', {})])
      assert.deepEqual(arabicOutside(html), [])
  })
})

/** Arabic words whose element, and none around it, says `lang="ar"`. */
function arabicOutside(html: string): string[] {
  const found: string[] = []
  const open: boolean[] = []
  const body = html.slice(html.indexOf('<body'))
  for (const [, close, name, attributes = '', text = ''] of body.matchAll(/<(\/?)([a-z][\w-]*)([^>]*)>([^<]*)/gi)) {
    if (!VOID.has(name!.toLowerCase())) close ? open.pop() : open.push(/lang="ar"/.test(attributes))
    if (/\p{Script=Arabic}/u.test(text) && !open.includes(true)) found.push(text.trim())
  }
  return found
}

const VOID = new Set(['input', 'br', 'img', 'meta', 'link', 'hr', 'path', 'rect', 'circle', 'line', 'use'])
