import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inert } from '../../src/agent/follow/preview/inert.ts'
import { createPreview } from '../../src/agent/follow/preview/page.ts'
import { readPreview } from '../../src/agent/follow/preview/read-address.ts'
import { gallery } from '../../src/demo/gallery/index.ts'
import { translators } from '../../src/i18n/index.ts'
import { activation } from '../../src/journey.ts'
import { MODES, type Mode } from '../../src/ports/index.ts'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'
import { templateCopy, templates } from '../../src/web/views/index.ts'
import { bare } from '../support/bare.ts'
import { sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
let draw: ReturnType<typeof createPreview>
before(async () => {
  service = await startService({ extra: gallery })
  const { organisation, limits } = service.config
  const copies = templateCopy(await translators(organisation, false), organisation)
  draw = createPreview({
    organisation,
    limits,
    copies,
    render: templates({ reload: false }),
    stylesheet: '/assets/x.css',
    logo: '/assets/x.svg',
  })
})
after(() => service.stop())

const QUESTIONS = ['bankAccountLast8', 'civilStatusNumber']
const preview = (page: string, mode: Mode = 'both', query: Record<string, unknown> = {}) =>
  draw(readPreview(page, { mode, ...query })!)

describe('the preview of a page of the wizard', () => {
  for (const { slug } of activation.steps)
    for (const mode of MODES)
      test(`of ${slug} in ${mode} is the gallery's blank scene without what could be pressed or filled in`, async () => {
        const scene = await (await fetch(sceneUrl(service.origin, `${slug}.blank`, mode))).text()
        const questions = [
          ...scene.matchAll(/name="(registrationNumber|employerId|bankAccountLast8|civilStatusNumber)"/g),
        ]
        const query = slug === 'payment' ? { question: questions.map(([, name]) => name) } : {}
        assert.equal(main(await preview(slug, mode, query)), main(inert(scene)))
      })

  for (const page of LIVE_WORDS.pages.filter(page => page !== 'payment'))
    test(`of ${page} has no form, token, captcha, script, focus, address or reference (AG-2, AG-3)`, async () => {
      for (const mode of MODES) {
        const html = await preview(page, mode)
        assert.match(html, /<h1/)
        assert.doesNotMatch(html, /<form|<script|<template|_token|captcha|autofocus|nonce|data-puzzle|R-\d/)
        assert.doesNotMatch(
          html,
          /href="(?!#main|\/assets|tel:)(?![\w-]+\.svg)[^"]+"(?=[^>]*tabindex)|value="[^"]+"(?![^>]*(?:radio|checkbox))[^>]*type="(?:text|email|tel|password)"/,
        )
        assert.doesNotMatch(html, /{{|undefined|NaN|Invalid/)
        for (const [tag] of html.matchAll(/<(?:a|button|input|summary)\b[^>]*>/g))
          assert.match(tag, /tabindex="-1"|class="govuk-skip-link"/, tag)
      }
    })

  test('draws every error of a page beside its field, and every notice, without the figures of a member', async () => {
    for (const key of LIVE_WORDS.errors.filter(key => key.startsWith('steps.'))) {
      const html = await preview(key.split('.')[1]!, 'fr', {
        erreur: key,
        question: QUESTIONS.concat('registrationNumber', 'employerId'),
      })
      assert.match(html, /class="govuk-error-summary"/, key)
      assert.doesNotMatch(html, /{{|undefined/, key)
    }
    for (const key of LIVE_WORDS.notices)
      assert.match(await preview('email', 'ar', { avis: key }), /id="(?:notice|done)"/, key)
  })

  test('of the start page offers to resume, as to everybody who has opened a page', async () => {
    const html = await preview('start', 'fr')
    assert.match(html, />Reprendre</)
    assert.doesNotMatch(html, />Commencer</)
  })

  test('shows a code page without a valid code as the member sees it', async () => {
    for (const [code, scene] of [
      ['none', 'expired'],
      ['spent', 'exhausted'],
    ] as const) {
      const html = await preview('email-code', 'fr', { code })
      assert.equal(/name="code"/.test(html), false, scene)
    }
    assert.match(await preview('email-code', 'fr'), /name="code"/)
  })

  test('shows a contact that is proved already, and nothing to ask for', async () => {
    for (const page of ['email-code', 'mobile-code']) {
      const html = await preview(page, 'fr', { code: 'proved' })
      assert.match(html, /app-notice--good[\s\S]*>Continuer</, page)
      assert.doesNotMatch(html, /name="code"|Renvoyer|aucun code/i, page)
    }
  })

  test('shows the ways by which the phone can have a code, once the wait is over, and what came of the last', async () => {
    const html = await preview('mobile-code', 'fr', { code: 'again', voie: ['sms', 'voice'], envoi: 'sms.undelivered' })
    assert.match(html, /<div data-ways>\s*<button [^>]*value="voice">/)
    assert.doesNotMatch(html, /value="whatsapp"|Vous pourrez demander/)
    assert.match(html, /id="news"[^>]*>\s*<div class="app-notice">/)
    assert.match(await preview('mobile-code', 'fr', { voie: ['sms', 'voice'] }), /<div data-ways hidden>/)
  })
})

describe('the address of a preview', () => {
  for (const [what, page, query] of [
    ['a page that is none of ours', '../etc/passwd', {}],
    ['a mode that is none of ours', 'email', { mode: 'en' }],
    ['a typed sentence for an error', 'email', { erreur: 'votre code 123456' }],
    ['an error of another page', 'email', { erreur: 'steps.identity.errors.noMatch' }],
    ['one error of ours and one that is not', 'email', { erreur: ['steps.email.fields.email.errors.format', 'x'] }],
    ['a typed sentence for a notice', 'email', { avis: 'bonjour' }],
    ['a way that no message takes', 'mobile-code', { voie: 'pigeon' }],
    ['a report that no operator gives', 'mobile-code', { envoi: 'sms.lost' }],
    ['a question that nobody asks', 'payment', { question: 'pin' }],
    ['another word of ours twice', 'email', { mode: ['fr', 'ar'] }],
    ['a field that no address of ours has', 'email', { email: 'amal@example.ma' }],
    ['the name of a property of all objects', 'constructor', {}],
  ] as const)
    test(`with ${what} names nothing (AG-2)`, () => assert.equal(readPreview(page, query), undefined))
})

/** What differs of necessity: captcha, hidden contacts, times. */
function main(html: string): string {
  const [inside = ''] = /<main[\s\S]*<\/main>/.exec(html) ?? []
  return bare(inside)
    .replace(
      /<div class="govuk-form-group">\s*<div class="app-captcha"[\s\S]*?id="question"[\s\S]*?\n<\/div>\n<\/div>\n/g,
      '',
    )
    .replace(
      /<bdi dir="ltr" translate="no">(?:f•••@example\.ma|fatima\.alami@example\.ma|06 12 34 56 78|06 •• •• •• 78|•• •• ••|••••[@•]*)<\/bdi>/g,
      'CONTACT',
    )
    .replace(/value="[^"]*" readonly hidden/g, 'hidden')
    .replace(/\s+/g, ' ')
    .replaceAll('<', '\n<')
}
