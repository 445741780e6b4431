import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { simpleParser } from 'mailparser'
import nodemailer from 'nodemailer'
import { compose } from '../../src/adapters/smtp/compose.ts'
import { loadConfig } from '../../src/config/index.ts'
import { translators } from '../../src/i18n/index.ts'
import { courier } from '../../src/i18n/messages/courier.ts'
import { type Mail, MODES } from '../../src/ports/index.ts'
import { templates } from '../../src/web/views/index.ts'
import { environment } from '../unit/environment.ts'

const from = { name: 'صندوق CNOPS', address: 'no-reply@example.ma' }
const to = 'fatima.alami@example.ma'
const messageId = '<abc@example.ma>'
const bothWays = nodemailer.createTransport({ streamTransport: true, buffer: true })

type Words = Pick<Mail, 'subject' | 'text' | 'html'>

const TEXTS: Record<string, Words> = {
  'of plain ASCII': { subject: 'Code', text: 'Code: 774727\n', html: '<p>774727</p>\n' },
  'with long lines': { subject: 'x'.repeat(300), text: 'mot '.repeat(600), html: `<p>${'y'.repeat(3000)}</p>` },
  'of long Arabic': {
    subject: 'رمز التحقق '.repeat(20),
    text: 'رمز '.repeat(600),
    html: `<p>${'رمز'.repeat(900)}</p>`,
  },
  'with dots, blanks and signs at the ends of lines': {
    subject: ' = ? _ "é" ',
    text: '.\n..\n.a \n=3D é \n\n',
    html: `${'é'.repeat(80)} \n.\n`,
  },
}

describe('a mail', () => {
  for (const [name, words] of Object.entries(TEXTS))
    test(`${name} is what nodemailer itself would make of it, to the byte`, () => isTheSame(words))

  test('is read by others as it was written', async () => {
    for (const words of Object.values(TEXTS)) {
      const read = await simpleParser(compose({ from, to, ...words, messageId }).raw)
      assert.equal(read.subject?.replace(/\s+/g, ' ').trim(), words.subject.replace(/\s+/g, ' ').trim())
      assert.equal(read.text?.trimEnd(), words.text.trimEnd())
      assert.equal(String(read.html).trimEnd(), words.html.trimEnd())
      assert.deepEqual(read.from?.value, [from])
      assert.equal(read.messageId, messageId)
      assert.equal(read.headers.get('auto-submitted'), 'auto-generated')
    }
  })
})

describe('the mails of a journey', () => {
  test('are what nodemailer itself would make of them, to the byte, in every mode', async () => {
    const config = loadConfig(environment())
    const mails: Mail[] = []
    const messenger = courier(config, await translators(config.organisation, true), templates({ reload: false }), {
      mailer: { send: async mail => void mails.push(mail) },
      sms: { send: async () => {} },
    })
    const message = {
      channel: 'email',
      destination: to,
      code: '774727',
      activatedAt: '2026-11-22T09:45:00.000Z',
    } as const
    for (const mode of MODES)
      for (const kind of ['code', 'activated', 'unfinished'] as const) await messenger[kind]({ ...message, mode })
    assert.equal(mails.length, 9)
    for (const mail of mails) await isTheSame(mail)
  })
})

async function isTheSame({ subject, text, html }: Words): Promise<void> {
  const words = { subject, text, html }
  const mail = {
    to: { name: '', address: to },
    from,
    ...words,
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
  const { message } = await bothWays.sendMail(mail)
  assert.equal(steady(compose({ from, to, ...words, messageId }).raw), steady(String(message)))
}

const steady = (mail: string) => mail.replace(/_NmP-\w+/g, 'boundary').replace(/^Date: .*$/m, 'Date:')
