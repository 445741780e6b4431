import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { translators } from '../../src/i18n/index.ts'
import { from, sentAndValid, until } from '../../src/web/times.ts'
import { readOrganisation } from './organisation.ts'

const translate = await translators(readOrganisation('cnops'), false)
/** As one line of a mail says it, without the words around it. */
const worded = (language: 'fr' | 'ar', seconds: number) =>
  translate[language]('messages.email.code.lifetime', { lifetime: { seconds } }).match(/(?:valable|لمدة) (.*)\.$/)![1]

describe('a duration in a sentence', () => {
  for (const [seconds, french, arabic] of [
    [0, '0 seconde', '0 ثانية'],
    [1, '1 seconde', 'ثانية واحدة'],
    [30, '30 secondes', '30 ثانية'],
    [60, '1 minute', 'دقيقة واحدة'],
    [103, '1\u00a0min 43\u00a0s', 'دقيقة واحدة و43 ثانية'],
    [120, '2 minutes', 'دقيقتين'],
    [150, '2\u00a0min 30\u00a0s', 'دقيقتين و30 ثانية'],
    [599.6, '10 minutes', '10 دقائق'],
    [600, '10 minutes', '10 دقائق'],
    [1200, '20 minutes', '20 دقيقة'],
    [3600, '1 heure', 'ساعة واحدة'],
    [5400, '1\u00a0h 30\u00a0min', 'ساعة واحدة و30 دقيقة'],
    [7210, '2 heures', 'ساعتين'],
    [86_400, '1 jour', 'يوم واحد'],
    [97_200, '1\u00a0j 3\u00a0h', 'يوم واحد و3 ساعات'],
    [30 * 86_400, '30 jours', '30 يوما'],
  ] as const)
    test(`of ${seconds} s is worded in French and in Arabic, by two units at most`, () => {
      assert.equal(worded('fr', seconds), french)
      assert.equal(worded('ar', seconds), arabic)
    })

  test('is short if only few characters fit', () => {
    const terse = (seconds: number) => ({ sender: 'CNOPS', code: '123456', terse: { seconds, short: true } })
    assert.match(translate.fr('messages.sms.codeBoth.2', terse(600)), / 10\u00a0min$/m)
    assert.match(translate.fr('messages.sms.codeBoth.2', terse(150)), / 2\u00a0min 30\u00a0s$/m)
    assert.match(translate.ar('messages.sms.codeBoth.2', terse(150)), / 2 د 30 ث$/m)
  })
})

describe('a date with its hour', () => {
  test('gives the hour as one says it, in both languages', () => {
    const date = new Date('2026-11-22T09:45:00Z')
    assert.match(
      translate.fr('messages.email.activated.text', { date }),
      /\u206622 novembre 2026 à 9\u00a0h\u00a045\u2069\.$/,
    )
    assert.match(translate.ar('messages.email.activated.text', { date }), / يوم 22 نونبر 2026 على الساعة 9:45\.$/)
  })
})

describe('a time to come', () => {
  test('is shown as a duration first and as a time of day then, in both languages', () => {
    for (const language of ['fr', 'ar'] as const)
      assert.match(
        translate[language]('service.sessionUntil', { ...until(600) }),
        /10 (?:minutes|دقائق).*\u2066\d\d?(?::|\u00a0h\u00a0)\d\d\u2069/,
      )
  })

  test('from which on something may be tried is never too early (ID-9)', () => {
    for (const seconds of [0.2, 1, 59.4, 103, 119, 121, 899, 900, 3601, 86_399]) {
      const shown = from(seconds)
      assert.ok(shown.in.seconds >= seconds, `${seconds}: in ${shown.in.seconds}`)
      assert.ok(shown.time.getTime() >= Date.now() + seconds * 1000 - 50, `${seconds}: at ${shown.time.toISOString()}`)
      assert.equal(shown.time.getTime() % 60_000, 0)
    }
  })

  test('until which something lasts is not shown as later than it is, except for the seconds a page is on its way', () => {
    for (const seconds of [0, 1, 59.4, 103, 119.9, 594, 600, 899, 5399]) {
      const shown = until(seconds)
      assert.ok(shown.in.seconds <= seconds + 5, `${seconds}: ${shown.in.seconds}`)
      assert.ok(shown.time.getTime() <= Date.now() + seconds * 1000)
    }
    assert.equal(until(599).in.seconds, 600)
  })

  test('of a code is shown from when it was sent until when it expires', () => {
    const { ago, in: left } = sentAndValid(20, 580)
    assert.deepEqual([ago.seconds, left.seconds], [20, 540])
    assert.equal(sentAndValid(0, 600).ago.seconds, 1)
  })
})
