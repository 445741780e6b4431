import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createInstance } from 'i18next'
import ar from '../../locales/ar.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import { gsm7Length, segmentsOf } from '../../src/domain/codes/sms-segment.ts'

describe('an SMS', () => {
  for (const [what, character, most, inTwo] of [
    ['160 characters of GSM-7, or 306 in two', 'é', 160, 306],
    ['80 extension characters, or 152 in two, none of which is split', '€', 80, 152],
    ['70 characters of UCS-2, or 134 in two', 'ع', 70, 134],
    ['35 characters outside the basic plane, or 66 in two, none of which is split', '😀', 35, 66],
  ] as const)
    test(`holds ${what} (OTP-16)`, () => {
      const segments = [most, most + 1, inTwo, inTwo + 1].map(count => segmentsOf(character.repeat(count)))
      assert.deepEqual(segments, [1, 2, 2, 3])
    })

  test('is UCS-2 as soon as one character is outside GSM-7', () => {
    for (const outside of ['ê', 'ç', 'À', '\u00a0', 'ع']) {
      assert.equal(segmentsOf(outside + 'a'.repeat(69)), 1, outside)
      assert.equal(segmentsOf(outside + 'a'.repeat(70)), 2, outside)
    }
  })
})

const modes = { fr: ['fr', ''], ar: ['ar', ''], both: ['fr', 'Both'] } as const
const confidential = {
  fr: /Ne le (?:communiquez|donnez) à personne/,
  ar: /لا تعطوه|سري/,
  both: /(?:donnez|confidentiel|secret|privé).*(?:لا تعطوه|سري)/is,
}
const names = { fr: /^Code /, ar: /^رمز /, both: /^Code\/رمز / }
const SAMPLES = {
  sender: 'CNOPS',
  code: '123456',
  lifetime: '10 minutes',
  terse: '10 min',
  minutes: 10,
  arabicLifetime: '10',
  date: '1',
  phone: '2',
}

describe('the SMS', () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with a code says that it is one, names sender and lifetime, and asks to keep it to oneself (${mode})`, async () => {
      for (const text of await render(mode, 'code'))
        for (const part of [names[mode], /CNOPS/, /123456/, /10/, confidential[mode]]) assert.match(text, part)
    })

  test('in French keeps to GSM-7', async () => {
    for (const name of ['code', 'activated'] as const)
      for (const text of await render('fr', name)) assert.notEqual(gsm7Length(text), undefined, text)
  })

  test('goes from the richest variant to the shortest', async () => {
    for (const mode of ['fr', 'ar', 'both'] as const) {
      const variants = await render(mode, 'code')
      assert.deepEqual(
        variants,
        variants.toSorted((one, other) => other.length - one.length),
      )
    }
  })

  test('in both languages is the same whichever file it is read from', () => {
    assert.deepEqual(ar.messages.sms.codeBoth, fr.messages.sms.codeBoth)
    assert.deepEqual(ar.messages.sms.activatedBoth, fr.messages.sms.activatedBoth)
  })
})

async function render(mode: keyof typeof modes, name: 'code' | 'activated') {
  const [language, suffix] = modes[mode]
  const i18n = createInstance()
  await i18n.init({ lng: language, resources: { fr: { translation: fr }, ar: { translation: ar } } })
  const key: string = `messages.sms.${name}${suffix}`
  return i18n.t(key, { ...SAMPLES, interpolation: { escapeValue: false }, returnObjects: true }) as string[]
}
