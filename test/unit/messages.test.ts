import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Limits } from '../../src/config/limits/index.ts'
import { segmentsOf } from '../../src/domain/codes/sms-segment.ts'
import { translators } from '../../src/i18n/index.ts'
import { courier } from '../../src/i18n/messages/courier.ts'
import { smsText } from '../../src/i18n/messages/sms.ts'
import type { Channel, Mail, Mode, Text } from '../../src/ports/index.ts'
import { templates } from '../../src/web/views/index.ts'
import { INSURERS, readOrganisation } from './organisation.ts'

const CODE = '012345'
const render = templates({ reload: false })
/** Digits, spaces and digits that no Latin letter before them in their line keeps from left to right. */
const TURNED = /^(?:.*\p{Script=Arabic})?[^A-Za-z]*\d[ \u00a0]+\d/mu
const TERSE = [
  { fr: /personne/, ar: /لا تعطوه/, both: /(?:confidentiel|secret)\/سري/i },
  { fr: /valable 10 minutes/, ar: /صالح لمدة 10 دقائق/, both: /10 min/ },
] as const
const TERSER = [
  { fr: /personne/, ar: /لا تعطوه|سري/, both: /(?:privé|secret|confidentiel)\/سري/i },
  { fr: /10 minutes/, ar: /لمدة 10 دقائق/, both: /10mn|10 min/ },
] as const
const hostOf = (name: string) => new URL(readOrganisation(name).website).hostname

for (const name of INSURERS) {
  const organisation = readOrganisation(name)
  const sender = organisation.shortName
  const others = INSURERS.filter(other => other !== name).map(other => readOrganisation(other).shortName)
  const host = hostOf(name)

  for (const mode of ['fr', 'ar', 'both'] as const) {
    describe(`the SMS of ${sender} (${mode})`, () => {
      test('with a code is one segment that names the sender and ends bound to the host', async () => {
        const { body, to } = await texted(name, mode, 'code')
        assert.equal(to, '+212612345678')
        assert.equal(segmentsOf(body), 1, body)
        assert.ok(body.includes(sender) && !others.some(other => body.includes(other)), body)
        assert.equal(body.split('\n').at(-1), `@${host} #${CODE}`)
        // A longer name, with a long host, leaves room for terser words only.
        const [kept, lifetime] = sender.length > 5 ? TERSER : TERSE
        assert.match(body, kept[mode])
        assert.match(body, lifetime[mode])
      })

      test('has no spaces between digits if Arabic before them would reverse their order', async () => {
        for (const kind of ['code', 'activated'] as const)
          assert.doesNotMatch((await texted(name, mode, kind)).body, TURNED)
      })

      test('that confirms the activation is one segment that names the account, with the number to call', async () => {
        const { body } = await texted(name, mode, 'activated')
        assert.equal(segmentsOf(body), 1, body)
        assert.equal(/compte/i.test(body), mode !== 'ar', body)
        assert.equal(body.includes('حسابكم'), mode !== 'fr', body)
        const { shown } = organisation.callCentre
        assert.ok(body.includes(sender) && body.includes(mode === 'fr' ? shown : shown.replaceAll(' ', '')), body)
        assert.doesNotMatch(body, /[\u2066-\u2069]/, 'nothing that old phones do not know')
      })
    })

    describe(`the e-mail of ${sender} (${mode})`, () => {
      test('with a code holds it in one run, in text and in HTML, with its lifetime and a warning', async () => {
        const mail = await mailed(name, mode, 'code')
        assert.equal(mail.to, 'nom@exemple.ma')
        assert.ok(mail.text.includes(CODE) && mail.html.includes(CODE))
        assert.match(mail.text, mode === 'ar' ? /10/ : /10 minutes/)
        for (const [language, warning] of [
          ['fr', /Un agent ne vous/],
          ['ar', /لن يطلب/],
        ] as const)
          assert.equal(
            warning.test(mail.text) && warning.test(mail.html),
            mode === 'both' || mode === language,
            language,
          )
      })

      test('names the organisation in its subject, in the languages of the mode', async () => {
        const { subject } = await mailed(name, mode, 'code')
        assert.ok(subject.includes(mode === 'ar' ? organisation.name.ar : organisation.name.fr), subject)
        assert.equal(/\p{Script=Arabic}/u.test(subject), mode !== 'fr')
        assert.doesNotMatch(subject, /[\r\n\u2066-\u2069]/)
      })

      test('shows words, not the marks around them', async () => {
        for (const kind of ['code', 'activated', 'unfinished'] as const)
          assert.doesNotMatch((await mailed(name, mode, kind)).html, /&lt;|&amp;#?\w+;/)
      })

      test('that confirms the activation says when, and whom to call', async () => {
        const { text } = await mailed(name, mode, 'activated')
        assert.ok(text.includes('2026') && text.includes(organisation.callCentre.shown), text)
      })
    })
  }
}

describe('the wording of an SMS (OTP-16)', () => {
  test('grows terser as the last line grows longer', async () => {
    const translate = await translators(readOrganisation('cnops'), false)
    const params = { sender: 'CNOPS', code: CODE, lifetime: { seconds: 600 }, terse: { seconds: 600, short: true } }
    const written = (room: number) =>
      smsText(translate, 'fr', 'code', params, { most: 2, lastLine: `\n${'x'.repeat(room)}` })
    const wordings = [0, 40, 80].map(written)
    const lengths = wordings.map(wording => wording.split('\n')[0]!.length)
    assert.ok(wordings.every(wording => segmentsOf(wording) === 1))
    assert.ok(lengths[0]! > lengths[1]! && lengths[1]! > lengths[2]!, String(lengths))
  })

  test('keeps the marks of direction around a number to call that would break even without spaces', async () => {
    const { callCentre, ...organisation } = readOrganisation('cnops')
    const abroad = { ...organisation, callCentre: { ...callCentre, shown: '+212 5 38 00 20 20' } }
    const translate = await translators(abroad, false)
    const params = { sender: 'CNOPS', date: '22/11/2026' }
    assert.match(
      smsText(translate, 'ar', 'activated', params, { most: 1 }),
      /CNOPS 22\/11\/2026\n.*\u2066\+212 5 38 00 20 20\u2069$/,
    )
    assert.match(smsText(translate, 'fr', 'activated', params, { most: 1 }), / \+212 5 38 00 20 20\.$/)
  })

  test('is the tersest if none fits one segment, and the fullest that fits the second if there may be two', async () => {
    const translate = await translators(readOrganisation('cnops'), false)
    const params = { sender: 'CNOPS', code: CODE, lifetime: { seconds: 600 }, terse: { seconds: 600, short: true } }
    const [one, two] = [1, 2].map(most =>
      smsText(translate, 'fr', 'code', params, { most, lastLine: `\n${'x'.repeat(160)}` }),
    )
    assert.match(one!, /^Code CNOPS 012345, 10 minutes. Ne le donnez/)
    assert.match(two!, /^Code de vérification CNOPS 012345, valable 10 minutes.* agent/)
  })
})

type Kind = 'code' | 'activated' | 'unfinished'

async function texted(name: string, mode: Mode, kind: Kind): Promise<Text> {
  return (await sent(name, mode, kind, 'sms')).texts[0]!
}

async function mailed(name: string, mode: Mode, kind: Kind): Promise<Mail> {
  return (await sent(name, mode, kind, 'email')).mails[0]!
}

async function sent(name: string, mode: Mode, kind: Kind, channel: Channel) {
  const organisation = readOrganisation(name)
  const mails: Mail[] = []
  const texts: Text[] = []
  const carrier = courier(
    { organisation, limits: Limits.parse({}), PUBLIC_URL: new URL(`https://${hostOf(name)}`), SMS_SEGMENTS: 2 },
    await translators(organisation, false),
    render,
    { mailer: { send: async mail => void mails.push(mail) }, sms: { send: async text => void texts.push(text) } },
  )
  const destination = channel === 'email' ? 'nom@exemple.ma' : '+212612345678'
  if (kind === 'code') await carrier.code({ channel, destination, code: CODE, mode })
  else if (kind === 'unfinished') await carrier.unfinished({ destination, mode, id: 'one' })
  else await carrier.activated({ channel, destination, activatedAt: '2026-11-22T10:00:00Z', mode })
  return { mails, texts }
}
