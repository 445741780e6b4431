import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { clean } from '../../src/domain/fields/clean.ts'
import { contactsOf, identityOf, leadsOn, leadsTo, walkOn, walkTo } from '../support/journey.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'

let service: ServiceProcess
before(async () => {
  service = await startProcess({ environment: { CAPTCHA: 'off', LOG_LEVEL: 'trace' } })
})
after(() => service.stop())

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)
/** Every code point of W-12. */
const INVISIBLE = [
  ...[range(0x00, 0x1f), range(0x7f, 0x9f), [0x61c], range(0x200b, 0x200f)],
  ...[range(0x202a, 0x202e), range(0x2060, 0x2069), [0xfeff]],
]
  .flat()
  .map(point => String.fromCodePoint(point))
/** What a page itself is made of. */
const LINES = /[\n]/g
const anyOf = (characters: readonly string[]) => new RegExp(`[${characters.map(escaped).join('')}]`, 'u')
const escaped = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`
const SEEN = anyOf(INVISIBLE.filter(character => character !== '\n'))
/** Arabic copy keeps its own isolates in plain mail and SMS: U+2066 to U+2069 around numbers. */
const SEEN_IN_MESSAGES = anyOf(INVISIBLE.filter(character => !/[\n\r\u2066-\u2069]/.test(character)))

describe('a character that cannot be seen, or that reorders what can be (W-12)', () => {
  test('is cleaned away from every field, each of the 87 of them', () => {
    assert.equal(INVISIBLE.length, 87)
    for (const character of INVISIBLE) assert.equal(clean(`AB${character}12`).replace(' ', ''), 'AB12')
  })

  test('never reaches a page, a mail, an SMS or the log, wherever it is typed', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'identite')
    await member.get('identite')
    const around = (text: string, step = 24) => {
      const marks = INVISIBLE.filter((_, n) => n % step === 0)
      return marks.map(mark => `${mark}`).join('') + text
    }
    for (const [shift, character] of INVISIBLE.entries()) {
      const typed = `${character}${character}AB${character}<${shift}`
      const page = await member.post('identite', { ...identityOf(file), nationalId: typed, registrationNumber: typed })
      assert.equal(page.status, 422)
      assert.doesNotMatch(page.html.replace(LINES, ''), SEEN, escaped(character))
    }
    await member.get('identite')
    const noisy = Object.fromEntries(
      Object.entries(identityOf(file)).map(([name, value]) => [
        name,
        name === 'identifierType' ? value : around(value),
      ]),
    )
    leadsTo('paiement', await member.post('identite', noisy))
    await walkNoisily(member, file, around)
    const { email, phone } = contactsOf(file)
    const mail = service.farEnds.smtp.mails.all.find(({ to }) => to === email)!
    for (const part of [mail.subject, mail.text, mail.html, mail.to]) assert.doesNotMatch(part, SEEN_IN_MESSAGES)
    const { body } = service.farEnds.twilio.texts.all.find(({ to }) => to === phone)!
    assert.doesNotMatch(body, SEEN_IN_MESSAGES)
    await service.writtenOut()
    for (const line of service.output) assert.doesNotMatch(line, SEEN)
  })
})

async function walkNoisily(
  member: ReturnType<typeof service.member>,
  file: ReturnType<typeof service.enrol>,
  around: (text: string) => string,
) {
  const { codeSentTo, paymentOf } = await import('../support/journey.ts')
  const { email, phone } = contactsOf(file)
  const noisy = (fields: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, around(value)]))
  leadsOn('paiement', await member.answer('paiement', noisy(paymentOf(file))))
  await walkOn(service, member, file, 'email')
  leadsTo('email-code', await member.answer('email', noisy({ email, emailConfirmation: email })))
  leadsTo('mobile', await member.answer('email-code', noisy({ code: await codeSentTo(service, email) })))
  leadsTo('mobile-code', await member.answer('mobile', noisy({ phone, phoneConfirmation: phone })))
}

describe('an e-mail address (W-18)', () => {
  const injected = [
    'a@b.ma\r\nBcc: victim@example.ma',
    'a@b.ma\nBcc: victim@example.ma',
    'a@b.ma%0aBcc:victim@example.ma',
    'a@b.ma,victim@example.ma',
    'a@b.ma;victim@example.ma',
    'a@b.ma victim@example.ma',
    'a@b.ma>\r\nRCPT TO:<victim@example.ma',
    '<victim@example.ma>',
    '"a b"@b.ma',
    '"victim@example.ma"@b.ma',
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@127.0.0.1',
    'Victim <victim@example.ma>',
    'a(comment)@b.ma',
    'a@b',
    '@b.ma',
    `${'a'.repeat(250)}@b.ma`,
    'a@b.ma\u2028victim@example.ma',
    'mailto:victim@example.ma',
  ]
  test('that is more or other than one address is refused, and nothing is sent (W-18)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'email')
    await member.get('email')
    const sent = service.farEnds.smtp.mails.all.length
    for (const email of injected) {
      const page = await member.post('email', { email, emailConfirmation: email })
      assert.equal(page.status, 422, email)
      assert.equal(service.farEnds.smtp.mails.all.length, sent, email)
    }
  })
})

describe('templates (W-11)', () => {
  const templates = readdirSync('views', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.njk'))
    .map(file => ({ file, text: readFileSync(join('views', file), 'utf8') }))

  test('exempt no data from escaping, and render none as a template', () => {
    assert.ok(templates.length > 10)
    for (const { file, text } of templates) {
      assert.doesNotMatch(text, /\|\s*safe\b|autoescape\s+false|renderString|\braw\b/, file)
    }
    for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')))
      assert.doesNotMatch(
        readFileSync(join('src', file), 'utf8'),
        /renderString|autoescape: false|escapeValue: false/,
        file,
      )
  })

  test('quote every attribute, and put no data into a script or a style', () => {
    for (const { file, text } of templates) {
      assert.doesNotMatch(text, /\s[\w-]+=\{\{/, `${file}: an attribute without quotes`)
      for (const [, script = ''] of text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g))
        assert.equal(script.trim(), '', file)
      // Mail programs know no other styles, and a page that the proxy shows alone has no other file.
      if (!file.startsWith('messages/') && file !== 'proxy-error.njk')
        assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=/i, file)
    }
  })
})
