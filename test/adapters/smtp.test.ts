import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { smtpMailer } from '../../src/adapters/smtp.ts'
import { startSmtpServer } from '../../src/demo/smtp-server.ts'
import { type Mailer, Unavailable, Undeliverable } from '../../src/ports.ts'
import { everythingIn, secrets } from './samples.ts'

let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let mailer: Mailer
const sender = { from: 'no-reply@example.ma', senderName: 'صندوق CNOPS' }
const words = {
  subject: 'Votre code / رمز التحقق',
  text: `Code : ${secrets.code}`,
  html: `<p dir="rtl">رمز <b>${secrets.code}</b></p>`,
}

before(async () => {
  smtp = await startSmtpServer()
  mailer = smtpMailer({ url: smtp.url, ...sender })
})
after(() => smtp.close())

const discreet = (error: unknown) => {
  for (const value of Object.values(secrets)) assert.ok(!everythingIn(error).includes(value), value)
  return true
}

test('a mail arrives with both parts, its sender and its marks', async () => {
  await mailer.send({ to: secrets.email, ...words })
  const mail = await smtp.next(secrets.email)
  assert.equal(mail.subject, words.subject)
  assert.equal(mail.text.trim(), words.text)
  assert.match(mail.html, /رمز <b>774727<\/b>/)
  assert.deepEqual(mail.envelope, { from: sender.from, to: [secrets.email] })
  assert.equal(mail.from, `"${sender.senderName}" <${sender.from}>`)
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
})

test('an address that looks like two, or like a command, reaches neither', async () => {
  for (const to of ['a@example.ma, b@example.ma', 'a@example.ma\r\nRCPT TO:<b@example.ma>', 'a@example.ma>\r\nDATA'])
    await mailer.send({ to, ...words }).catch(() => undefined)
  const reached = smtp.mails.all.flatMap(mail => mail.envelope.to)
  assert.deepEqual(
    reached.filter(to => ['a@example.ma', 'b@example.ma'].includes(to)),
    [],
  )
})

test('an address refused for good is undeliverable', async () => {
  smtp.treat(secrets.email, 550)
  await assert.rejects(mailer.send({ to: secrets.email, ...words }), error => {
    assert.ok(error instanceof Undeliverable && error.channel === 'email')
    return discreet(error)
  })
})

for (const code of [421, 451] as const)
  test(`an address refused for now (${code}) is an outage`, async () => {
    const to = `later${code}.${secrets.email}`
    smtp.treat(to, code)
    await assert.rejects(mailer.send({ to, ...words }), error => error instanceof Unavailable && discreet(error))
  })

describe('a server that', { concurrency: true }, () => {
  test('falls silent is an outage within its time limit', async () => {
    smtp.treat('silent@example.ma', 'hang')
    const start = Date.now()
    await assert.rejects(mailer.send({ to: 'silent@example.ma', ...words }), Unavailable)
    assert.ok(Date.now() - start < 11_500)
  })

  test('falls silent after the mail was handed over gets it once', async () => {
    smtp.treat('after@example.ma', 'hang-after-data')
    await assert.rejects(mailer.send({ to: 'after@example.ma', ...words }), Unavailable)
    assert.equal(smtp.mails.all.filter(mail => mail.to === 'after@example.ma').length, 1)
  })

  test('does not greet is an outage within six seconds', async t => {
    const mute = createServer().listen(0, '127.0.0.1')
    t.after(() => mute.close())
    await new Promise(resolve => mute.once('listening', resolve))
    const start = Date.now()
    const url = `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`
    await assert.rejects(smtpMailer({ url, ...sender }).send({ to: secrets.email, ...words }), Unavailable)
    assert.ok(Date.now() - start < 6000)
  })
})

test('a server that is not there is an outage', async () => {
  const nowhere = smtpMailer({ url: 'smtp://user:sentinel-token-7f3a@127.0.0.1:9', ...sender })
  await assert.rejects(nowhere.send({ to: secrets.email, ...words }), e => e instanceof Unavailable && discreet(e))
})

test('nothing is said in clear to a host that is not this one', async () => {
  const port = new URL(smtp.url).port
  const before = smtp.mails.all.length
  const abroad = smtpMailer({ url: `smtp://0.0.0.0:${port}`, ...sender })
  await assert.rejects(abroad.send({ to: 'clear@example.ma', ...words }), Unavailable)
  assert.equal(smtp.mails.all.length, before)
})
