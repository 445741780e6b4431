import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { situationsOf } from '../../src/agent/guide/situations.ts'
import { SITUATIONS } from '../../src/agent/guide/spoken.ts'
import { createLiveView, type LiveView } from '../../src/domain/live-view.ts'
import type { CodeState } from '../../src/ports/index.ts'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'

const NOW = Date.parse('2026-11-28T13:05:12Z')
const WARNING_SECONDS = 120
const seconds = (n: number) => NOW + n * 1000
const View = createLiveView(LIVE_WORDS)
const VIEW = {
  at: NOW,
  page: 'email-code',
  status: 200,
  mode: 'both',
  errors: [],
  idleEnd: seconds(1200),
  absoluteEnd: seconds(4000),
  openUntil: seconds(900),
}
const LIVE: CodeState = { liveSeconds: 420, waitSeconds: 60, sendsLeft: 3, triesLeft: 2, issuedAgoSeconds: 180 }
const NONE: CodeState = { liveSeconds: 0, waitSeconds: 0, sendsLeft: 3, triesLeft: 0 }
const PHONE = { masked: '06 •• •• •• 78', proved: false }
const EMAIL = { masked: 'a•••@•••.com', proved: false }

interface Given extends Partial<Omit<LiveView, 'errors'>> {
  /** Below `steps.`. */
  errors?: readonly (string | { key: string; left?: number; until?: number })[]
}

function said({ errors = [], ...view }: Given, sms: CodeState = LIVE, email: CodeState = LIVE) {
  const listed = errors
    .map(error => (typeof error === 'string' ? { key: error } : error))
    .map(error => ({ ...error, key: error.key.startsWith('captcha') ? error.key : `steps.${error.key}` }))
  const checked = View.parse({ ...VIEW, ...view, errors: listed })
  return situationsOf({ view: checked, codes: { email, sms }, now: NOW }, WARNING_SECONDS)
}

const names = (...given: Parameters<typeof said>) => said(...given).map(({ situation }) => situation)
const delivery = (via: 'sms' | 'voice' | 'whatsapp', fate: 'undelivered' | 'failed' | 'unanswered' | 'delivered') => ({
  ...LIVE,
  delivery: { via, fate },
})
const WRONG = { key: 'email-code.fields.code.errors.wrong', left: 2 }

type Row = [what: string, given: Parameters<typeof said>, expected: readonly string[]]

const ROWS: readonly Row[] = [
  ['the end', [{ page: 'done' }], ['done']],
  ['the end before a lock', [{ page: 'done', status: 429, notice: 'notices.tooMany' }], ['done']],
  ['an activation under way', [{ page: 'finishing' }], ['finishing']],
  ['an account that exists', [{ page: 'already-active' }], ['already-active']],
  ['erased answers', [{ page: 'erased' }], ['erased']],
  ['a step closed for today', [{ page: 'payment', status: 429, lockedUntil: seconds(600) }], ['closed']],
  ['a closed step with its notice', [{ page: 'payment', status: 429, notice: 'notices.tooMany' }], ['closed-later']],
  ['a step closed for a month', [{ page: 'too-many', status: 429, lockedUntil: seconds(86_400) }], ['closed-later']],
  ['a crowded network', [{ page: 'terms', status: 429, notice: 'notices.tooManySessions' }], ['busy-network']],
  [
    'a code locked after too many tries',
    [{ status: 429, errors: [{ key: 'email-code.fields.code.errors.locked', until: seconds(60) }] }],
    ['code-locked'],
  ],
  ['a code asked for too early', [{ status: 429, errors: ['email-code.fields.code.errors.wait'] }], ['code-wait']],
  [
    'too early, when the wait is over',
    [{ status: 429, errors: ['email-code.fields.code.errors.wait'] }, LIVE, NONE],
    ['code-none'],
  ],
  ['an outage, with its notice', [{ status: 503, notice: 'notices.unavailable' }], ['service-down']],
  ['an outage, without', [{ page: 'email', status: 503 }], ['service-down']],
  ['an outage on a page of its own', [{ page: 'error.unavailable', status: 503 }], ['service-down']],
  ['paused messages', [{ page: 'mobile', status: 503, notice: 'notices.smsPaused' }], ['sending-paused']],
  ['an error page', [{ page: 'error.error', status: 'other' }], ['page-error']],
  ['an old form', [{ page: 'error.forbidden', status: 'other' }], ['page-reopen']],
  ['a page that does not exist', [{ page: 'error.notFound', status: 'other' }], ['page-elsewhere']],
  [
    'an SMS that did not arrive, if a call can be had',
    [{ page: 'mobile-code', phone: PHONE, ways: ['sms', 'voice'] }, delivery('sms', 'undelivered')],
    ['number-undelivered'],
  ],
  [
    'an SMS that did not arrive, if no call can be had',
    [{ page: 'mobile-code', phone: PHONE }, delivery('sms', 'undelivered')],
    ['number-to-check'],
  ],
  ['a failed SMS', [{ page: 'mobile-code', phone: PHONE }, delivery('sms', 'failed')], ['not-delivered']],
  ['an SMS that arrived', [{ page: 'mobile-code', phone: PHONE }, delivery('sms', 'delivered')], ['mobile-code']],
  ['an untaken call', [{ page: 'mobile-code', phone: PHONE }, delivery('voice', 'unanswered')], ['call-unanswered']],
  ['a failed call', [{ page: 'mobile-code', phone: PHONE }, delivery('voice', 'failed')], ['not-delivered']],
  ['an impossible call', [{ page: 'mobile', phone: PHONE }, delivery('voice', 'undelivered')], ['call-undelivered']],
  [
    'no WhatsApp',
    [{ page: 'mobile-code', phone: PHONE }, delivery('whatsapp', 'undelivered')],
    ['whatsapp-undelivered'],
  ],
  [
    'an undelivered SMS on a proved number',
    [{ page: 'mobile-code', phone: { ...PHONE, proved: true } }, delivery('sms', 'undelivered')],
    ['proved'],
  ],
  ['an undelivered SMS, but on another page', [{ page: 'email' }, delivery('sms', 'undelivered')], ['email']],
  [
    'an undelivered SMS and a wrong code',
    [
      { page: 'mobile-code', status: 422, phone: PHONE, errors: ['mobile-code.fields.code.errors.wrong'] },
      delivery('sms', 'failed'),
    ],
    ['not-delivered', 'code-wrong'],
  ],
  ['a wrong code', [{ status: 422, errors: [WRONG] }], ['code-wrong']],
  ['facts that do not match', [{ page: 'identity', status: 422, errors: ['identity.errors.noMatch'] }], ['no-match']],
  [
    'several errors, each once and at most three',
    [
      {
        page: 'identity',
        status: 422,
        errors: [
          'identity.fields.registrationNumber.errors.parts',
          'identity.fields.nationalId.errors.parts',
          'identity.fields.birthDate.errors.day',
          'identity.fields.birthDate.errors.month',
          'identity.fields.birthDate.errors.unknown',
          'identity.fields.identifierType.errors.required',
        ],
      },
    ],
    ['number-alone', 'birth-date', 'year-only'],
  ],
  [
    'a lock beside an error',
    [
      {
        page: 'identity',
        status: 429,
        errors: ['captcha.errors.tooMany', 'identity.fields.nationalId.errors.format'],
      },
    ],
    ['busy-network'],
  ],
  ['a failed send', [{ page: 'email', status: 503, notice: 'notices.sendFailed.email' }], ['send-failed']],
  [
    'a mailbox that does not exist',
    [{ page: 'email', notice: 'notices.undeliverable.email' }],
    ['email-undeliverable'],
  ],
  ['a new code', [{ notice: 'notices.done.sent.email' }], ['email-code']],
  ['a code in a mailbox', [{}], ['email-code']],
  ['a code by SMS', [{ page: 'mobile-code', phone: PHONE }], ['mobile-code']],
  ['a code by call', [{ page: 'mobile-code' }, { ...LIVE, delivery: { via: 'voice' } }], ['code-by-call']],
  ['a code by WhatsApp', [{ page: 'mobile-code' }, { ...LIVE, delivery: { via: 'whatsapp' } }], ['code-by-whatsapp']],
  ['no valid code', [{}, LIVE, NONE], ['code-none']],
  ['no valid code, and too early', [{}, LIVE, { ...NONE, waitSeconds: 60 }], ['code-soon']],
  ['no code any more', [{}, LIVE, { ...NONE, sendsLeft: 0, waitSeconds: 60 }], ['code-spent']],
  ['a proved address', [{ email: { ...EMAIL, proved: true } }], ['proved']],
  ['the terms', [{ page: 'terms' }], ['terms']],
  ['the identity', [{ page: 'identity' }], ['identity']],
  [
    'the questions of the payment page',
    [{ page: 'payment', questions: ['bankAccountLast8', 'registrationNumber'] }],
    ['bank-account', 'member-number'],
  ],
  ['a mobile number', [{ page: 'mobile' }], ['mobile']],
  ['a password', [{ page: 'password' }], ['password']],
  ['the start page of a journey that has begun', [{ page: 'start' }], ['resume']],
  ['the conditions', [{ page: 'legal' }], ['side-page']],
  ['a look back', [{ page: 'email', frontier: 'email-code' }], ['email', 'looks-back']],
  ['a look back at a page that is empty then', [{ page: 'identity', frontier: 'email' }], ['looks-back-empty']],
  [
    'an empty page that was sent again',
    [
      {
        page: 'payment',
        frontier: 'email',
        status: 422,
        questions: ['bankAccountLast8'],
        errors: ['payment.fields.bankAccountLast8.errors.required'],
      },
    ],
    ['bank-account', 'looks-back-empty'],
  ],
  ['an address like a common one', [{ email: { ...EMAIL, like: 'gmail.com' } }], ['email-code', 'email-like']],
  ['an idle end that is near', [{ page: 'identity', idleEnd: seconds(100) }], ['soon-over', 'identity']],
  [
    'an absolute end, which no press moves',
    [{ page: 'terms', idleEnd: seconds(100), absoluteEnd: seconds(100) }],
    ['terms'],
  ],
]

describe('what to say', () => {
  for (const [what, given, expected] of ROWS) test(`about ${what}`, () => assert.deepEqual(names(...given), expected))

  test('never leaves an agent without words, whatever page and status the caller has', () => {
    for (const page of LIVE_WORDS.pages)
      for (const status of [200, 422, 429, 503, 'other'] as const) {
        const questions = page === 'payment' ? { questions: ['civilStatusNumber'] } : {}
        const found = names({ page, status, ...questions }, NONE, NONE)
        assert.ok(found.length > 0 && found.length <= 3, page)
        for (const situation of found) assert.ok(SITUATIONS.includes(situation), `${page} ${situation}`)
      }
  })

  test('has the figures of the page: tries left, the minute of a lock, the domain', () => {
    assert.deepEqual(said({ status: 422, errors: [WRONG] })[0]!.figures, { left: 2 })
    const minute = { time: new Date('2026-11-28T13:16:00Z') }
    assert.deepEqual(said({ page: 'payment', status: 429, lockedUntil: seconds(600) })[0]!.figures, minute)
    const early = said({ status: 429, errors: ['email-code.fields.code.errors.wait'] })
    assert.deepEqual(early[0]!.figures, { time: new Date('2026-11-28T13:07:00Z') })
    const like = said({ page: 'email', email: { ...EMAIL, like: 'gmail.com' } })
    assert.deepEqual(like[1]!.figures, { domain: 'gmail.com' })
  })
})
