import http from 'node:http'
import axios from 'axios'
import nodemailer from 'nodemailer'
import { createTwilioClient } from '../src/adapters/twilio/client.ts'
import { Limits } from '../src/config/limits/index.ts'
import type { Organisation } from '../src/config/organisation.ts'
import type { Translate } from '../src/i18n/index.ts'
import { courier } from '../src/i18n/messages/courier.ts'
import type { Channel, Language, Mail } from '../src/ports/index.ts'
import type { RenderTemplate } from '../src/web/views/index.ts'

type Values = Record<string, string>
/** What is done when a form is accepted, after what was typed on all forms so far; it may add to the values kept of this one. */
type Duty = (typed: Values, before: Record<string, Values>) => Promise<Values | undefined>

/** A hash takes as long anywhere: it is measured apart. */
const PHC = `$argon2id$v=19$m=19456,t=2,p=1$${'c2FsdHNhbHRzYWx0c2Fs'}$${'aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo'}`

interface Wording {
  organisation: Organisation
  translate: Record<Language, Translate>
  render: RenderTemplate
}

/**
 * By the page's path, the outside exchanges of a journey, made by the libraries that the product is to use with nothing of ours
 * around them: three questions to the insurer, two mails, two texts, all worded once before the start. No time limit, repeat,
 * breaker, outbox, check of an answer, log. Rejects if a far end refuses.
 */
export async function duties(environment: NodeJS.ProcessEnv, wording: Wording): Promise<Record<string, Duty>> {
  const setting = (name: string) => environment[name] ?? ''
  const api = axios.create({
    baseURL: setting('MEMBER_API_URL'),
    headers: { Authorization: `Bearer ${setting('MEMBER_API_TOKEN')}` },
    httpAgent: new http.Agent({ keepAlive: true }),
  })
  const transport = nodemailer.createTransport({ url: setting('SMTP_URL'), pool: true, maxConnections: 3 })
  const texting = createTwilioClient({
    apiUrl: setting('TWILIO_API_URL'),
    accountSid: setting('TWILIO_ACCOUNT_SID'),
    authToken: setting('TWILIO_AUTH_TOKEN'),
  })
  const { signal } = new AbortController()
  const mail = (to: string, { subject, text, html }: Mail) =>
    transport.sendMail({ from: setting('MAIL_FROM'), to, subject, text, html })
  const text = (to: string, body: string) =>
    texting(signal, ({ messages }) => messages.create({ from: setting('TWILIO_FROM'), to, body }))
  const worded = await messages(wording)

  return {
    async identite({ registrationNumber: value, nationalId, birthYear, birthMonth, birthDay }) {
      const claim = {
        identifier: { type: 'registrationNumber', value },
        nationalId,
        birthDate: `${birthYear}-${birthMonth}-${birthDay}`,
      }
      const { data } = await api.post<{ member: string }>('/v1/identity-checks', claim)
      return { member: data.member }
    },
    async paiement({ employerId, bankAccountLast8 }, { identite }) {
      const answers = { employerId, bankAccountLast8 }
      await api.post(`/v1/members/${identite!['member']}/payment-checks`, { answers })
      return undefined
    },
    async email({ email }) {
      await mail(email!, worded.code.mail)
      return undefined
    },
    async mobile({ phone }) {
      await text(phone!, worded.code.text)
      return undefined
    },
    async 'mot-de-passe'(_, { identite, email, mobile }) {
      const account = {
        email: email!['email'],
        phone: mobile!['phone'],
        passwordHash: PHC,
        terms: { version: '2026-11', acceptedAt: new Date() },
        language: 'fr',
      }
      const headers = { 'Idempotency-Key': identite!['member'] }
      await api.put(`/v1/members/${identite!['member']}/account`, account, { headers })
      await Promise.all([mail(account.email!, worded.activated.mail), text(account.phone!, worded.activated.text)])
      return undefined
    },
  }
}

/** The messages of a journey in both languages, as the wizard words them. */
async function messages({ organisation, translate, render }: Wording) {
  const mails: Mail[] = []
  const texts: string[] = []
  const PUBLIC_URL = new URL('https://127.0.0.1')
  const clerk = courier({ organisation, limits: Limits.parse({}), PUBLIC_URL, SMS_SEGMENTS: 2 }, translate, render, {
    mailer: { send: async mail => void mails.push(mail) },
    sms: { send: async ({ body }) => void texts.push(body) },
  })
  for (const channel of ['email', 'sms'] as Channel[])
    await clerk.code({ channel, destination: '', code: '123456', mode: 'both' })
  for (const channel of ['email', 'sms'] as Channel[])
    await clerk.activated({ channel, destination: '', activatedAt: new Date().toISOString(), mode: 'both', id: '' })
  return { code: { mail: mails[0]!, text: texts[0]! }, activated: { mail: mails[1]!, text: texts[1]! } }
}
