import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { passwordHasher } from '../../src/adapters/argon2.ts'
import { memberRegistry } from '../../src/adapters/member-api/index.ts'
import { smtpMailer } from '../../src/adapters/smtp/index.ts'
import { createCallTwilio } from '../../src/adapters/twilio/call.ts'
import { twilioSms } from '../../src/adapters/twilio/sms.ts'
import { twilioVoice } from '../../src/adapters/twilio/voice.ts'
import { twilioWhatsApp } from '../../src/adapters/twilio/whatsapp.ts'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { sampleMembers } from '../../src/demo/member-data/members.ts'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { bankAccountLast8 } from '../../src/domain/fields/bank-account.ts'
import type { IdentityClaim } from '../../src/ports/index.ts'
import { claimOf, limits, newAccount, sample, secrets } from './samples.ts'

const password = 'Soleil 2026 à Fès'
let ends: Awaited<ReturnType<typeof startFarEnds>>
const page = async (path: string) => (await fetch(ends.inbox.url + path)).text()
const signIn = (login: string, secret: string) =>
  fetch(`${ends.inbox.url}/member-space`, { method: 'POST', body: new URLSearchParams({ login, password: secret }) })

before(async () => {
  ends = await startFarEnds()
  const { environment: env } = ends
  const mailer = smtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM, senderName: 'CNOPS', limits: limits.smtp })
  await mailer.send({
    to: secrets.email,
    subject: '<script>alert(1)</script>',
    text: `Code ${secrets.code}`,
    html: '<p>"quoted" <script>alert(2)</script></p>',
  })
  await ends.smtp.next(secrets.email)
  const call = createCallTwilio({
    apiUrl: env.TWILIO_API_URL,
    accountSid: env.TWILIO_ACCOUNT_SID,
    authToken: env.TWILIO_AUTH_TOKEN,
    limits: limits.twilio,
  })
  const ours = { validitySeconds: 600, publicUrl: new URL('http://localhost:3000'), basePath: '/mon_compte' }
  const sms = twilioSms(call, { ...ours, from: env.TWILIO_FROM })
  const voice = twilioVoice(call, { ...ours, from: secondWays.TWILIO_VOICE_FROM })
  const contentSids = { fr: secondWays.TWILIO_WHATSAPP_CONTENT_SID_FR, ar: secondWays.TWILIO_WHATSAPP_CONTENT_SID_AR }
  const whatsApp = twilioWhatsApp(call, { ...ours, from: secondWays.TWILIO_WHATSAPP_FROM, contentSids })
  await sms.send({ to: secrets.phone, body: 'رمز 004271\n@localhost #004271' })
  await voice.call({ to: secrets.phone, says: [{ language: 'ar', text: 'رمزكم هو:', digits: '004272' }] })
  await whatsApp.send({ to: secrets.phone, code: '004273', language: 'ar' })
})
after(() => ends.close())

test('messages are listed newest first, each with its code', async () => {
  const { messages } = JSON.parse(await page('/messages.json'))
  assert.deepEqual(
    messages.map(({ channel, to, code }: Record<string, string>) => [channel, to, code]),
    [
      ['whatsapp', secrets.phone, '004273'],
      ['voice', secrets.phone, '004272'],
      ['sms', secrets.phone, '004271'],
      ['email', secrets.email, secrets.code],
    ],
  )
})

test('the page shows every sample member, and what a message holds cannot become part of the page', async () => {
  const html = await page('/')
  for (const { name, file } of sampleMembers) {
    assert.ok(html.includes(name), name)
    for (const value of Object.values(file)) assert.ok(html.includes(`>${value}<`), value)
  }
  assert.match(html, /Appel vocal → [\s\S]*رمزكم هو: 004272/)
  assert.ok(!html.includes('<script>alert'))
  assert.match(html, /srcdoc="&lt;p&gt;&quot;quoted&quot;/)
  assert.match(html, /<iframe sandbox title/)
  assert.match(html, /<noscript><meta http-equiv="refresh"/)
  assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//)
})

test('the open page shows a new message', async () => {
  const abort = new AbortController()
  const events = await fetch(`${ends.inbox.url}/events`, { signal: abort.signal })
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  await fetch(`${ends.twilio.url}/2010-04-01/Accounts/${ends.environment.TWILIO_ACCOUNT_SID}/Messages.json`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${btoa(`${ends.environment.TWILIO_ACCOUNT_SID}:${ends.environment.TWILIO_AUTH_TOKEN}`)}`,
    },
    body: new URLSearchParams({ To: secrets.phone, From: 'CNOPS', Body: 'Bonjour' }),
  })
  assert.match((await reader.read()).value ?? '', /data: arrival/)
  abort.abort()
})

describe('the member space', () => {
  const youssef = { email: 'youssef@exemple.ma', phone: '+212661223355' }
  before(async () => {
    const registry = memberRegistry({
      url: ends.environment.MEMBER_API_URL,
      token: ends.environment.MEMBER_API_TOKEN,
      limits: limits.memberApi,
    })
    const passwordHash = await passwordHasher().hash(password.normalize('NFC'), 'inbox test')
    const activate = async (claim: IdentityClaim, contacts = {}) => {
      const { member } = (await registry.checkIdentity(claim))!
      const key = `account of ${claim.nationalId}`
      await registry.activate(member, { ...newAccount, ...contacts, passwordHash }, key)
    }
    await activate(claimOf(sample('Amina Bennis')))
    await activate(claimOf(sample('Youssef Alaoui'), 'employerId'), youssef)
  })

  const logins: Record<string, string[]> = {
    'Amina Bennis': [
      secrets.email,
      ` ${secrets.email.toUpperCase()} `,
      '182930482',
      '182 930-482',
      '١٨٢٩٣٠٤٨٢',
      '1234567',
    ],
    'Youssef Alaoui': [youssef.email, 'DOTI80412', ' doti 80412', 'Doti-٨٠٤١٢'],
  }
  for (const [name, ways] of Object.entries(logins))
    for (const login of ways)
      test(`opens to ${name} by ${login} and the password whose hash was handed over`, async () => {
        const response = await signIn(login, password.normalize('NFD'))
        assert.equal(response.status, 200)
        assert.match(await response.text(), new RegExp(`signed in as</span>\\s*<strong>${name}`))
      })

  test('opens to no other password, and to nobody it does not know', async () => {
    for (const [login, secret] of [
      [secrets.email, 'Soleil 2026'],
      ['DOTI80412', ''],
      ['nobody@example.ma', password],
      ['AB123456', password],
      ['9'.repeat(70), password],
      ['', password],
      ['', ''],
    ] as const)
      assert.equal((await signIn(login, secret)).status, 422, login)
  })
})

test('every sample RIB is a valid one and holds the eight digits asked for', () => {
  for (const { rib, file } of sampleMembers)
    if (rib) {
      assert.equal(BigInt(rib) % 97n, 0n)
      assert.equal(bankAccountLast8('account').parse(rib), file.bankAccountLast8)
    }
})
