import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { CORPUS } from '../support/corpus.ts'
import { answersOf, PATHS, type PagePath, walkTo } from '../support/journey.ts'
import type { Member, Page } from '../support/member.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { FORM, send } from '../support/raw.ts'

const MANY = [[100_000, 60]]

let service: ServiceProcess
before(async () => {
  const send = { perDestination: MANY, perMember: MANY, sms: { total: MANY, perPrefix: MANY } }
  const perIp = { sms: MANY, email: MANY }
  service = await startProcess({
    environment: { CAPTCHA: 'off', LOG_LEVEL: 'trace' },
    limits: {
      send: { ...send, perIp },
      session: { perIp: MANY },
      password: { perSession: MANY },
      identity: { floorMs: 0, perIp: MANY, waitsSeconds: [0], perSession: 10 },
    },
  })
})
after(() => service.stop())

type File = ReturnType<ServiceProcess['enrol']>

/** What would be accepted of this member, but for a code and for a password that is typed in two ways. */
function formOf(page: PagePath, file: File): Promise<Record<string, string>> {
  const answers = answersOf(file, async () => '')
  const twoWays = async () => ({ password: 'Cheval bleu 7', passwordConfirmation: 'Cheval bleu 8' })
  return { ...answers, 'mot-de-passe': twoWays }[page]()
}

/** What any form may carry beside its own fields. */
const EVERYWHERE = [
  'lang',
  'stay',
  'open',
  '_token',
  'questionAnswer',
  'questionToken',
  'altcha',
  'g-recaptcha-response',
]
const EVERY_FORM = [
  '',
  'quitter',
  'prolonger',
  'email-code/renvoyer',
  'mobile-code/renvoyer',
  'webhooks/twilio',
  ...PATHS,
]

/** Sends forms of one page, as a new member wherever the last one has moved on. */
function sender(page: PagePath) {
  let visitor: { member: Member; file: File } | undefined
  return async (change: (form: Record<string, string>) => Record<string, string>) => {
    if (!visitor) {
      visitor = { member: service.member(), file: service.enrol() }
      await walkTo(service, visitor.member, visitor.file, page)
      await visitor.member.get(page)
    }
    const form = change(await formOf(page, visitor.file))
    const answer = await visitor.member.post(page, form)
    if (answer.status === 303 || answer.status === 429) visitor = undefined
    isHarmless(answer, Object.values(form), page)
    return answer
  }
}

describe('whatever is typed (W-11, W-12)', { concurrency: 4 }, () => {
  for (const page of PATHS)
    test(`into any field of ${page}, by the corpus, breaks nothing and comes back escaped`, async () => {
      const post = sender(page)
      const own = Object.keys(await formOf(page, service.enrol()))
      for (const value of Object.values(CORPUS)) {
        for (const name of own) await post(form => ({ ...form, [name]: value }))
        for (const name of EVERYWHERE) await post(() => ({ [name]: value }))
      }
    })

  test('into any field, of all Unicode, breaks nothing and comes back escaped', async () => {
    const senders = new Map(PATHS.map(page => [page, sender(page)]))
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc
        .array(fc.constantFrom(...Object.values(CORPUS), '\u202e', '<', '"', '@', '+212', '06'), { maxLength: 4 })
        .map(parts => parts.join('')),
    )
    const field = fc.record({ index: fc.nat({ max: 9 }), text })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PATHS),
        fc.array(field, { minLength: 1, maxLength: 4 }),
        async (page, fields) => {
          await senders.get(page)!(form => {
            const names = Object.keys(form)
            const typed = fields.map(({ index, text }) => [names[index % names.length], text.toWellFormed()])
            return { ...form, ...Object.fromEntries(typed) }
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('as a body, to any address, breaks nothing (W-14)', async () => {
    const bodies = [
      ...[
        'a=1&a=2',
        '__proto__=1',
        'constructor[prototype][x]=1',
        'hasOwnProperty=1',
        'toString=1',
        'code[]=1&code[]=2',
      ],
      ...[
        '%',
        '%zz=1',
        '%00=1',
        '=',
        '&&&',
        '=&=',
        'a',
        'code=%F0%28%8C%28',
        `a=${'%41'.repeat(4000)}`,
        '[object Object]',
        '{"a":1}',
      ],
    ]
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'email')
    const token = /name="_token" value="([^"]+)"/.exec((await member.get('email')).html)![1]
    for (const path of EVERY_FORM)
      for (const body of bodies.flatMap(body => [body, `_token=${token}&${body}`])) {
        const headers = { ...FORM, cookie: member.cookies }
        const { status, text } = await send(service.origin, { method: 'POST', path: `/${path}`, headers, body })
        assert.ok(status < 500, `${path}: ${status} for ${body}`)
        assert.doesNotMatch(text, CONTROLS)
      }
  })

  test('in the address or in a header, breaks nothing and is not repeated', async () => {
    for (const value of Object.values(CORPUS).filter(Boolean)) {
      const encoded = encodeURIComponent(value).slice(0, 1500)
      for (const path of [
        `/${encoded}`,
        `?lang=${encoded}`,
        `/captcha?page=${encoded}`,
        `?fin=${encoded}`,
        `/assets/${encoded}`,
      ]) {
        const printable = value.replace(/[^\x20-\x7e]/g, '').slice(0, 500)
        const headers = {
          'user-agent': printable,
          referer: printable,
          'accept-language': printable,
          cookie: `lang=${printable}; sid=${printable}`,
        }
        const { status, text } = await send(service.origin, { path, headers })
        assert.ok(status < 500, `${path}: ${status}`)
        assert.doesNotMatch(text, CONTROLS)
        if (/[<>"']/.test(value)) assert.ok(!text.includes(value), value)
      }
    }
  })
})

describe('whatever was typed', () => {
  test('leaves every line of the log whole and visible (L-4)', async () => {
    await service.writtenOut()
    assert.ok(service.output.length > 1000)
    for (const line of service.output) {
      assert.doesNotMatch(line, CONTROLS)
      assert.ok(JSON.parse(line).level !== 'fatal')
    }
  })

  test('never reaches a mail or an SMS (OTP-15)', () => {
    const { smtp, twilio } = service.farEnds
    for (const { subject, text, html, to } of smtp.mails.all) {
      for (const part of [subject, text, html, to]) assert.doesNotMatch(part, IN_MESSAGES)
      assert.match(to, /^[^\s,<>"]+@[^\s,<>"]+$/)
      assert.doesNotMatch(html, /alert|1787569|onerror/)
    }
    for (const { body, to } of twilio.texts.all) {
      assert.doesNotMatch(body, IN_MESSAGES)
      assert.match(to, /^\+212[67]\d{8}$/)
    }
  })
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise; Arabic messages keep isolates of their own
const IN_MESSAGES = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2065\ufeff]/

function isHarmless({ status, html }: Page, typed: readonly string[], page: string): void {
  const about = `${page}: ${status} for ${JSON.stringify(typed).slice(0, 300)}`
  assert.ok(status < 500, about)
  assert.doesNotMatch(html, CONTROLS, about)
  assert.doesNotMatch(html, /1787569|<script>alert|<img src=x|<svg onload|etc\/passwd:/, about)
  for (const text of typed) if (/[<>"]/.test(text) && text.length > 3) assert.ok(!html.includes(text), about)
}
