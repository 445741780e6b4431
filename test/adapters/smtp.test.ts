import assert from 'node:assert/strict'
import { registerHooks } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { smtpMailer } from '../../src/adapters/smtp/index.ts'
import { type Refusal, startSmtpServer } from '../../src/demo/smtp-server.ts'
import { type Mailer, Unavailable, Undeliverable } from '../../src/ports/index.ts'
import { comesTo, discreet, limits, secrets } from './samples.ts'

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

// The first of this file: later ones have the package already.
test('if nodemailer cannot be loaded, the mail is tried again as if the server had not answered (REL-D4)', async () => {
  let loaded = 0
  const broken = registerHooks({
    load(url, context, next) {
      if (loaded++ === 0) throw new Error('too many open files')
      return next(url, context)
    },
  })
  await mailer.send({ to: secrets.email, ...words }).finally(() => broken.deregister())
  assert.equal((await smtp.next(secrets.email)).subject, words.subject)
  assert.ok(loaded > 1)
})

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

test('an address that looks like two, or like a command, reaches neither (W-18)', async () => {
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

/** Replies by the outcome that the mailer reports for them. */
const OUTCOMES: Record<string, [Refusal['at'], Refusal['reply']][]> = {
  undeliverable: [
    ['RCPT TO', '550 no such user'],
    ['RCPT TO', '550 5.1.1 unknown'],
    ['RCPT TO', '550 5.1.2 no such domain'],
    ['RCPT TO', '550 5.1.10 null MX'],
    ['RCPT TO', '550 5.2.1 mailbox closed'],
    ['RCPT TO', '552 5.2.2 mailbox full'],
    ['RCPT TO', '551 user not local'],
    ['RCPT TO', '501 bad syntax'],
    ['RCPT TO', '555 syntax error'],
    ['RCPT TO', '553 mailbox name not allowed'],
    ['RCPT TO', '556 domain takes no mail'],
    ['RCPT TO', '550 5.4.4 no route'],
    ['DATA', '550 5.1.1 unknown'],
    ['DATA', '552 5.2.2 mailbox full'],
  ],
  'smtp-paused': [
    ['CONN', '554 you are not welcome'],
    ['AUTH', '535 5.7.8 wrong password'],
    ['AUTH', '534 5.7.9 mechanism too weak'],
    ['AUTH', '525 5.7.13 account disabled'],
    ['MAIL FROM', '530 5.7.0 log in first'],
    ['MAIL FROM', '550 5.1.0 sender refused'],
    ['MAIL FROM', '553 5.7.1 not your address'],
    ['RCPT TO', '530 5.7.0 log in first'],
    ['RCPT TO', '554 5.7.1 relay access denied'],
    ['RCPT TO', '550 5.7.1 relaying denied'],
    ['RCPT TO', '550 5.1.8 sender domain does not exist'],
    ['DATA', '554 refused'],
    ['DATA', '550 refused'],
    ['DATA', '554 5.7.1 spam'],
    ['DATA', '550 5.7.26 SPF and DKIM failed'],
    ['DATA', '552 5.3.4 too big'],
    ['DATA', '554 5.6.0 content refused'],
  ],
  smtp: [
    ['CONN', '421 come back later'],
    ['AUTH', '454 4.7.0 not now'],
    ['MAIL FROM', '451 4.7.1 too fast'],
    ['MAIL FROM', '452 4.3.1 no room'],
    ['RCPT TO', '421 going away'],
    ['RCPT TO', '450 4.2.0 greylisted'],
    ['RCPT TO', '452 4.2.2 mailbox full'],
    ['DATA', '451 4.3.0 not now'],
  ],
}
describe('a mail that is answered', () => {
  for (const [outcome, replies] of Object.entries(OUTCOMES))
    for (const [at, reply] of replies)
      test(`at ${at} with ${reply} is reported as ${outcome}, with an alarm within ten refusals (REL-D4, REL-D6)`, async t => {
        const answer = { at, reply }
        const server = await startSmtpServer({ login: at === 'AUTH', refusal: () => answer })
        t.after(() => server.close())
        const alarms: string[] = []
        const url = at === 'AUTH' ? server.url.replace('//', '//user:password@') : server.url
        const alarm = (name: string, on: boolean) => void (on && alarms.push(name))
        const by = smtpMailer({ url, ...sender, limits: { ...limits.smtp, mailMs: 3000 }, alarm })
        t.after(() => by.close())
        // What is tried a second time takes a second.
        const times = outcome === 'smtp' ? 1 : 10
        for (let n = 0; n < times; n++) {
          const to = `m${n}.${secrets.email}`
          server.treat(to, answer)
          assert.equal(await comesTo(by.send({ to, ...words })), outcome)
        }
        assert.deepEqual(server.mails.all, [])
        const login = /^(53|525)/.test(reply)
        assert.deepEqual(
          alarms,
          outcome === 'smtp'
            ? []
            : [outcome === 'undeliverable' ? 'smtp-one-cause' : login ? 'smtp-account' : 'smtp-sender'],
        )
      })
})

describe('an account or sender at fault', () => {
  const pauseMs = 2500
  for (const [at, reply, name] of [
    ['AUTH', '535 5.7.8 wrong password', 'smtp-account'],
    ['DATA', '554 5.7.1 spam', 'smtp-sender'],
  ] as const)
    test(`(${reply}) pauses mails after three, with an alarm, and is tried by one later (REL-D6)`, async t => {
      let answer: Refusal | undefined = { at, reply }
      let asked = 0
      const refusal = () => {
        if (at === 'AUTH') asked++
        return answer
      }
      const server = await startSmtpServer({ login: at === 'AUTH', refusal })
      t.after(() => server.close())
      const url = at === 'AUTH' ? server.url.replace('//', '//user:password@') : server.url
      const reported: [string, boolean][] = []
      const alarm = (name: string, on: boolean) => void reported.push([name, on])
      const watch = { dependency: () => void (at === 'DATA' && asked++), breaker: () => {} }
      const by = smtpMailer({ url, ...sender, limits: { ...limits.smtp, pauseMs }, alarm, watch })
      t.after(() => by.close())
      const send = (n: number) => {
        const to = `p${n}.${secrets.email}`
        server.treat(to, answer)
        return by.send({ to, ...words })
      }
      for (let n = 0; n < 3; n++) assert.equal(await comesTo(send(n)), 'smtp-paused')
      const before = asked
      for (let n = 3; n < 24; n++) assert.equal(await comesTo(send(n)), 'smtp-paused')
      assert.equal(asked, before, 'no further mail reaches the server')
      assert.deepEqual(reported, [[name, true]])
      answer = undefined
      await sleep(pauseMs + 100)
      await send(24)
      await send(25)
      assert.deepEqual(reported, [
        [name, true],
        [name, false],
      ])
    })

  test('is not what one address can show that is refused again and again (REL-D6)', async t => {
    const server = await startSmtpServer()
    t.after(() => server.close())
    const reported: string[] = []
    const by = smtpMailer({ url: server.url, ...sender, alarm: name => void reported.push(name) })
    t.after(() => by.close())
    server.treat(secrets.email, { at: 'DATA', reply: '554 5.7.1 spam' })
    for (let n = 0; n < 12; n++) assert.equal(await comesTo(by.send({ to: secrets.email, ...words })), 'smtp-paused')
    assert.deepEqual(reported, [])
    await by.send({ to: `other.${secrets.email}`, ...words })
  })
})

/** Sends, fails, and returns whether the mail may have left all the same. */
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
  assert.equal(await comesTo(mailer.send({ to: 'refused@example.ma', ...words })), 'smtp-paused')
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
    assert.equal(await failing('silent@example.ma', impatient()), 'none')
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

test('a server that is down is an outage', async () => {
  const nowhere = smtpMailer({ url: 'smtp://user:sentinel-token-7f3a@127.0.0.1:9', ...sender })
  assert.equal(await failing(secrets.email, nowhere), 'none')
})

test('the metrics count every try and its outcome', async () => {
  const reported: string[] = []
  const watch = {
    dependency: (name: string, outcome: string) => void reported.push(`${name} ${outcome}`),
    breaker: () => {},
  }
  const watched = smtpMailer({ url: smtp.url, ...sender, watch })
  const to = 'watched@example.ma'
  smtp.treat(to, 421, 1)
  await watched.send({ to, ...words })
  smtp.treat(to, 550, 1)
  await assert.rejects(watched.send({ to, ...words }), Undeliverable)
  assert.deepEqual(reported, ['smtp failed', 'smtp ok', 'smtp refused'])
})
