import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createInstance } from 'i18next'
import ar from '../../locales/ar.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import { fitsOneSegment, gsm7Length } from '../../src/domain/codes/sms-segment.ts'

describe('one segment of SMS', () => {
  test('holds 160 characters of GSM-7', () => {
    assert.ok(fitsOneSegment('é'.repeat(160)))
    assert.ok(!fitsOneSegment('é'.repeat(161)))
  })

  test('holds 70 characters as soon as one is outside GSM-7', () => {
    for (const outside of ['ê', 'ç', 'À', '\u00a0', 'ع']) {
      assert.ok(fitsOneSegment(outside + 'a'.repeat(69)), outside)
      assert.ok(!fitsOneSegment(outside + 'a'.repeat(70)), outside)
    }
  })

  test('counts extension characters twice', () => {
    assert.ok(fitsOneSegment('€'.repeat(80)))
    assert.ok(!fitsOneSegment(`${'€'.repeat(80)}a`))
  })

  test('counts a character outside the basic plane as two units of UCS-2', () => {
    assert.ok(fitsOneSegment('😀'.repeat(35)))
    assert.ok(!fitsOneSegment('😀'.repeat(36)))
  })
})

const modes = { fr: ['fr', ''], ar: ['ar', ''], both: ['fr', 'Both'] } as const
const confidential = {
  fr: /Ne le communiquez à personne/,
  ar: /لا تعطوه لأحد/,
  both: /ne pas donner|ne le donnez|confidentiel/i,
}

describe('the SMS', () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`with a code names sender, code and lifetime, and asks to keep it to oneself (${mode})`, async () => {
      const variants = await render(mode, 'code', {
        sender: 'CNOPS',
        code: '123456',
        lifetime: '10 minutes',
        terse: '10 min',
      })
      for (const text of variants)
        for (const part of [/CNOPS/, /123456/, /10/, confidential[mode]]) assert.match(text, part)
    })

  test('in French keeps to GSM-7', async () => {
    for (const name of ['code', 'activated'] as const)
      for (const text of await render('fr', name, {
        sender: 'CNOPS',
        code: '123456',
        lifetime: '10 minutes',
        terse: '10 min',
        date: '1',
        phone: '2',
      }))
        assert.notEqual(gsm7Length(text), undefined, text)
  })

  test('goes from the richest variant to the shortest', async () => {
    for (const mode of ['fr', 'ar', 'both'] as const) {
      const variants = await render(mode, 'code', {
        sender: 'CNOPS',
        code: '123456',
        lifetime: '10 minutes',
        terse: '10 min',
      })
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

async function render(mode: keyof typeof modes, name: 'code' | 'activated', values: Record<string, string | number>) {
  const [language, suffix] = modes[mode]
  const i18n = createInstance()
  await i18n.init({ lng: language, resources: { fr: { translation: fr }, ar: { translation: ar } } })
  const key: string = `messages.sms.${name}${suffix}`
  return i18n.t(key, { ...values, interpolation: { escapeValue: false }, returnObjects: true }) as string[]
}
