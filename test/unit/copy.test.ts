import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { copyFor } from '../../src/i18n/copy.ts'
import { translators } from '../../src/i18n/index.ts'
import type { Mode } from '../../src/ports/index.ts'
import { readOrganisation } from './organisation.ts'

const organisation = readOrganisation('cnops')
const translate = await translators(organisation, false)
const inMode = (mode: Mode) => copyFor(mode, translate, organisation.callCentre)
const words = { at: '{{exact}}' }
const exact = {
  fr: copyFor('fr', await translators(organisation, false, { fr: words, ar: words }), organisation.callCentre),
}
const copy = { both: inMode('both'), fr: inMode('fr'), ar: inMode('ar') }

describe('the copy in both languages', () => {
  test('is a French page with Arabic in it', () => assert.deepEqual([copy.both.lang, copy.both.dir], ['fr', 'ltr']))

  test('names both in attributes and titles', () =>
    assert.equal(copy.both.text('summary'), 'Il y a un problème / هناك خطأ يجب تصحيحه'))

  test('separates them in a label, each in its own language and direction', () => {
    const spans = '<span>Compte assuré</span> <span lang="ar" dir="rtl">حساب المؤمَّن</span>'
    assert.equal(copy.both.inline('service.account'), `<span class="app-pair">${spans}</span>`)
    assert.equal(copy.both.label('service.account'), `<span class="app-both">${spans}</span>`)
  })

  test('names the field before what is wrong with it', () => {
    const [label, error] = ['steps.email.fields.email.label', 'steps.email.fields.email.errors.required']
    assert.match(copy.fr.named(label, error), /^Votre adresse <span class="app-whole">e-mail<\/span>\u00a0: Saisissez/)
    assert.match(copy.ar.named(label, error), /^عنوان البريد الإلكتروني: أدخلوا/)
    assert.equal(copy.fr.named(undefined, error), copy.fr.label(error))
  })

  test('is put side by side in a paragraph', () => {
    assert.equal(
      copy.both.block('service.account'),
      '<div class="app-both"><p>Compte assuré</p><p lang="ar" dir="rtl">حساب المؤمَّن</p></div>',
    )
  })

  test('is composed one language at a time in a title', () => {
    const made = copy.both.each(say => `${say('service.errorPrefix')}${say('steps.terms.title')}`)
    assert.equal(made, 'Erreur : Je crée mon compte / خطأ: أقوم بإنشاء حسابي')
  })
})

describe('the copy in one language', () => {
  for (const [mode, dir, words] of [
    ['fr', 'ltr', 'Compte assuré'],
    ['ar', 'rtl', 'حساب المؤمَّن'],
  ] as const)
    test(`is a page of that language with nothing of the other (${mode})`, () => {
      assert.deepEqual([copy[mode].lang, copy[mode].dir, copy[mode].mode], [mode, dir, mode])
      assert.equal(copy[mode].text('service.account'), words)
      assert.equal(copy[mode].inline('service.account'), words)
      assert.equal(copy[mode].block('service.account', undefined, 'h2', 'big'), `<h2 class="big">${words}</h2>`)
    })
})

describe('a sentence with values', () => {
  test('shows a member’s number in its order and escaped', () => {
    const html = copy.ar.block('captcha.phoneRoute', { phone: '06 <12>' })
    assert.match(html, /<bdi dir="ltr" translate="no">06 &lt;12&gt;<\/bdi>/)
  })

  test('dials the call centre, except where it is a link already', () => {
    const number =
      '<a href="tel:\\+212538002020"><bdi dir="ltr" translate="no" class="app-number">05 38 00 20 20</bdi></a>'
    for (const mode of ['fr', 'ar'] as const)
      for (const show of [copy[mode].block, copy[mode].label])
        assert.match(show('service.call'), new RegExp(number), mode)
    for (const show of [copy.fr.inline, copy.fr.text, (key: string) => copy.fr.named('summary', key)])
      assert.doesNotMatch(show('service.call'), /<a/)
    assert.doesNotMatch(copy.fr.block('steps.mobile.fields.phone.errors.required'), /<a/)
  })

  test('is composed anew for each member, though the rest is cached', () => {
    for (const [kind, show] of Object.entries({
      text: copy.both.text,
      inline: copy.both.inline,
      block: copy.both.block,
    })) {
      const shown = [1, 2].map(n => show('service.step', { n, of: 8 }))
      assert.match(shown[0]!, /Étape 1 sur 8/, kind)
      assert.match(shown[1]!, /Étape 2 sur 8/, kind)
    }
  })

  test('shows an exact time to the second, though another of its minute was shown', () => {
    const shown = ['12', '47'].map(second => exact.fr.inline('at', { exact: new Date(`2026-07-01T13:05:${second}Z`) }))
    assert.deepEqual(
      shown.map(html => html.replace(/<[^>]+>/g, '')),
      ['14:05:12', '14:05:47'],
    )
  })

  test('does not lend its link to the same words elsewhere', () => {
    const key = 'steps.terms.fields.accepted.label'
    assert.match(copy.fr.inline(key, { href: '/terms' }), /href="\/terms"/)
    assert.doesNotMatch(copy.fr.inline(key), /href/)
    assert.match(copy.fr.inline(key, { href: '/other' }), /href="\/other"/)
  })

  test('kept for one element is not shown in another', () => {
    assert.equal(copy.fr.block('summary'), '<p>Il y a un problème</p>')
    assert.equal(copy.fr.block('summary', undefined, 'h1'), '<h1>Il y a un problème</h1>')
    assert.equal(copy.fr.block('summary', undefined, 'p', 'big'), '<p class="big">Il y a un problème</p>')
    assert.equal(copy.fr.inline('summary'), 'Il y a un problème')
  })
})

describe('a translator', () => {
  test('throws on a key that does not exist', () => {
    assert.throws(() => translate.fr('steps.terms.nothing'), /No copy for 'steps.terms.nothing'/)
  })

  test('shows the key itself in production', async () => {
    const { fr } = await translators(readOrganisation('cnops'), true)
    assert.equal(fr('steps.terms.nothing'), 'steps.terms.nothing')
  })

  test('shows Moroccan time with the digits 0–9 in both languages', () => {
    const time = new Date('2026-07-01T13:05:00Z')
    for (const [language, shown] of [
      ['fr', '14\u00a0h\u00a005'],
      ['ar', '14:05'],
    ] as const)
      assert.ok(
        translate[language]('countdown.wait', { in: { seconds: 60 }, time }).includes(`\u2066${shown}\u2069`),
        shown,
      )
  })
})
