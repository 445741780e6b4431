import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { smtpMailer } from '../../src/adapters/smtp.ts'
import { startSmtpServer } from '../../src/demo/smtp-server.ts'
import { type Mailer, Unavailable, Undeliverable } from '../../src/ports.ts'
import { everythingIn, limits, secrets } from './samples.ts'

let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let mailer: Mailer
const sender = { from: 'no-reply@example.ma', senderName: 'صندوق CNOPS', limits: limits.smtp }
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

/** Sends, fails, and tells whether the mail may have left all the same. */
async function failing(to: string, by = mailer): Promise<Unavailable['outcome']> {
  const error = await by.send({ to, ...words }).then(
    () => assert.fail('it was sent'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Unavailable && error.service === 'smtp' && discreet(error))
  return error.outcome
}
const mailsTo = (address: string) => smtp.mails.all.filter(mail => mail.to === address).length

for (const code of [421, 451] as const)
  describe(`an address refused for now (${code})`, () => {
    test('gets its mail when the second try succeeds, once', async () => {
      const to = `soon${code}.${secrets.email}`
      smtp.treat(to, code, 1)
      await mailer.send({ to, ...words })
      assert.equal(mailsTo(to), 1)
    })

    test('is an outage when the second try fails as well: certainly nothing was sent', async () => {
      const to = `later${code}.${secrets.email}`
      smtp.treat(to, code, 2)
      assert.equal(await failing(to), 'none')
      assert.equal(mailsTo(to), 0)
      await mailer.send({ to, ...words })
    })
  })

test('a mail that is refused after it was read was certainly not sent', async () => {
  smtp.treat('refused@example.ma', 'refuse-mail')
  assert.equal(await failing('refused@example.ma'), 'none')
  assert.equal(mailsTo('refused@example.ma'), 0)
})

test('a mail put off after it was read, by a server that is gone at the second try, was certainly not sent', async t => {
  const passing = await startSmtpServer()
  t.after(() => passing.close())
  const to = 'deferred@example.ma'
  passing.treat(to, 'defer-mail')
  const sending = failing(to, smtpMailer({ url: passing.url, ...sender }))
  await sleep(500)
  await passing.close()
  assert.equal(await sending, 'none')
  assert.deepEqual(passing.mails.all, [])
})

describe('a server that', { concurrency: true }, () => {
  const impatient = () => smtpMailer({ url: smtp.url, ...sender, limits: { ...limits.smtp, silenceMs: 1000 } })

  test('falls silent is an outage within its time limit: certainly nothing was sent', async () => {
    smtp.treat('silent@example.ma', 'hang')
    const start = Date.now()
    assert.equal(await failing('silent@example.ma', impatient()), 'none')
    assert.ok(Date.now() - start < 3500)
  })

  test('falls silent after the mail was handed over perhaps sent it, and gets it once', async () => {
    smtp.treat('after@example.ma', 'hang-after-data')
    assert.equal(await failing('after@example.ma', impatient()), 'unknown')
    assert.equal(mailsTo('after@example.ma'), 1)
  })

  test('takes too long in all is an outage, though it is never silent for long', async () => {
    smtp.treat('slow@example.ma', 'hang-after-data')
    const hurried = smtpMailer({ url: smtp.url, ...sender, limits: { ...limits.smtp, mailMs: 700 } })
    assert.equal(await failing('slow@example.ma', hurried), 'unknown')
    assert.equal(mailsTo('slow@example.ma'), 1)
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
  assert.equal(await failing(secrets.email, nowhere), 'none')
})

test('nothing is said in clear to a host that is not this one', async () => {
  const port = new URL(smtp.url).port
  const before = smtp.mails.all.length
  const abroad = smtpMailer({ url: `smtp://0.0.0.0:${port}`, ...sender })
  await assert.rejects(abroad.send({ to: 'clear@example.ma', ...words }), Unavailable)
  assert.equal(smtp.mails.all.length, before)
})

test('an operator sees every try and what came of it', async () => {
  const told: string[] = []
  const watch = {
    dependency: (name: string, outcome: string) => void told.push(`${name} ${outcome}`),
    breaker: () => {},
  }
  const watched = smtpMailer({ url: smtp.url, ...sender, watch })
  const to = 'watched@example.ma'
  smtp.treat(to, 421, 1)
  await watched.send({ to, ...words })
  smtp.treat(to, 550, 1)
  await assert.rejects(watched.send({ to, ...words }), Undeliverable)
  assert.deepEqual(told, ['smtp failed', 'smtp ok', 'smtp refused'])
})
