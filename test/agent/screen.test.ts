import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Screen, screenOf } from '../../src/agent/follow/screen/screen.ts'
import { timer } from '../../src/agent/follow/screen/timer.ts'
import type { CodeState } from '../../src/ports/index.ts'
import type { Happening, OpenReading } from '../../src/ports/live-page.ts'
import { NO_CODE, NOW, seconds, VIEW } from '../support/sample-view.ts'

const WRONG = 'steps.email-code.fields.code.errors.wrong'
const SENT: CodeState = { liveSeconds: 420, waitSeconds: 60, sendsLeft: 3, triesLeft: 2, issuedAgoSeconds: 180 }

function reading(
  change: object = {},
  happenings: readonly Happening[] = [],
  codes = { email: SENT, sms: NO_CODE },
): OpenReading {
  return { kind: 'open', view: { ...VIEW, ...change }, happenings, codes }
}

function open(...asked: Parameters<typeof reading>): Screen {
  const shown = screenOf(reading(...asked), NOW)
  assert.ok(shown.kind === 'open', shown.kind)
  return shown
}

describe('the screen of a caller', () => {
  test('names the step, its number, and what the page says with the tries left', () => {
    const { page, said, mode, frontier } = open()
    assert.deepEqual(page, { title: 'steps.email-code.title', n: 5, of: 8 })
    assert.equal(said.length, 1)
    assert.equal(said[0]!.key, WRONG)
    assert.equal(said[0]!.params['left'], 2)
    assert.equal(mode, 'both')
    assert.equal(frontier, undefined)
  })

  test('calls a page closed if it is, and not if only the next code must wait', () => {
    const limit = { status: 429, errors: [], lockedUntil: seconds(90) }
    const until = (change: object) => open({ ...limit, ...change }).lockedUntil
    assert.deepEqual(until({ notice: 'notices.tooMany' }), new Date(seconds(90)))
    for (const change of [
      { page: 'email', notice: 'notices.early.email' },
      { errors: [{ key: 'steps.email-code.fields.code.errors.wait' }] },
      { errors: [{ key: 'steps.email-code.fields.code.errors.locked' }] },
    ])
      assert.equal(until(change), undefined)
  })

  test('says how long an outage asks to wait', () => {
    const outage = { status: 503, errors: [], notice: 'notices.unavailable', retryFrom: seconds(30) }
    const { said, lockedUntil } = open(outage)
    assert.deepEqual(
      [said[0]!.key, said[0]!.params['in'], lockedUntil],
      ['notices.unavailable', { seconds: 30 }, undefined],
    )
  })

  test('says where a caller would go on who looks back, but not of one on another page', () => {
    assert.equal(open({ page: 'email', errors: [] }).frontier?.n, 5)
    assert.equal(open({ page: 'legal', errors: [] }).frontier, undefined)
    assert.equal(open({ page: 'legal', errors: [] }).page.title, 'pages.legal.title')
    assert.equal(open({ page: 'already-active', errors: [] }).page.title, 'pages.alreadyActive.title')
    assert.equal(open({ page: 'error.unavailable', status: 503, errors: [] }).page.title, 'pages.unavailable.title')
  })

  test('gives of a code when it was sent, until when it is valid, and when the next may be asked for', () => {
    const { code } = open().email!
    assert.deepEqual(code, {
      via: undefined,
      fate: undefined,
      sent: new Date(seconds(-180)),
      validUntil: new Date(seconds(420)),
      nextFrom: new Date(seconds(60)),
      nextTime: new Date('2026-11-28T13:07:00Z'),
      sendsLeft: 3,
    })
  })

  test('draws the page of a proved contact, the ways to have a code, and what came of the last', () => {
    const query = (...asked: Parameters<typeof reading>) => new URL(open(...asked).preview, 'http://x').search.slice(1)
    const email = { ...VIEW.email, proved: true }
    assert.equal(query({ page: 'email-code', errors: [], email }), 'mode=both&code=proved')
    const change = { page: 'mobile-code', errors: [], ways: ['sms', 'voice'] }
    const sms: CodeState = { ...SENT, waitSeconds: 0, delivery: { via: 'sms', fate: 'undelivered' } }
    assert.equal(
      query(change, [], { email: NO_CODE, sms }),
      'mode=both&code=again&voie=sms&voie=voice&envoi=sms.undelivered',
    )
  })

  test('says how a code went to a phone and what the operator reported', () => {
    const phone = { masked: '06 •• •• •• 78', proved: false }
    const sms: CodeState = { ...SENT, delivery: { via: 'voice', fate: 'unanswered' } }
    const { code } = open({ phone }, [], { email: NO_CODE, sms }).phone!
    assert.equal(code?.via, 'voice')
    assert.equal(code?.fate, 'unanswered')
  })

  test('shows no code of a contact that is proved, or to which none was sent', () => {
    assert.equal(open({ email: { ...VIEW.email, proved: true } }).email?.code, undefined)
    assert.equal(open({}, [], { email: NO_CODE, sms: NO_CODE }).email?.code, undefined)
  })

  test('has no count of the tries left but the one that the page says (ID-9)', () => {
    assert.ok(!JSON.stringify(open({ errors: [] })).includes('triesLeft'))
    assert.equal(
      screenOf(reading({ page: 'identity', errors: [{ key: 'steps.identity.errors.noMatch', left: 3 }] }), NOW).kind,
      'unreadable',
    )
  })

  test('gives the end of the session that comes first, and of the window', () => {
    assert.deepEqual(open().sessionUntil, new Date(seconds(1200)))
    assert.deepEqual(open({ absoluteEnd: seconds(300) }).sessionUntil, new Date(seconds(300)))
    assert.deepEqual(open().openUntil, new Date(seconds(900)))
  })

  for (const [what, change] of Object.entries({
    'a field of its own': { nationalId: 'AB123456' },
    'a typed code for an error': { errors: [{ key: 'Code 774727 incorrect' }] },
    'a whole e-mail address': { email: { masked: 'amal@example.ma', proved: false } },
    'markup in an address': { email: { masked: '<script>@gmail.com', proved: false } },
    'a direction mark in an address': { email: { masked: 'a•••@\u202e•••.ma', proved: false } },
    'a page that is none': { page: '"><script>' },
  }))
    test(`shows nothing of a forged view with ${what} (AG-2, AG-5)`, () =>
      assert.deepEqual(screenOf(reading(change), NOW), { kind: 'unreadable' }))
})

describe('the events of a caller', () => {
  const shown = (page: string, at: number): Happening => ({ at, event: 'page_shown', page })

  test('are sentences, the newest first, without what is shown again', () => {
    const { events, onPageSince } = open({}, [
      { at: 1, event: 'assistance_opened' },
      shown('email', 2),
      { at: 3, event: 'authn_token_created', reason: 'email', page: 'email' },
      shown('email-code', 4),
      shown('email-code', 5),
      { at: 6, event: 'authn_login_fail', reason: 'wrong', page: 'email-code' },
      shown('email-code', 7),
      { at: 8, event: 'session_renewed' },
    ])
    assert.deepEqual(
      events.map(({ key, title }) => [key.replace('console.trail.', ''), title].filter(Boolean).join(' ')),
      [
        'authn_login_fail.wrong',
        'page_shown.any steps.email-code.title',
        'authn_token_created.email',
        'page_shown.any steps.email.title',
        'assistance_opened.any',
      ],
    )
    assert.deepEqual(onPageSince, new Date(4))
  })

  test('leave out what is not in closed words (AG-2)', () => {
    for (const forged of [
      { at: 1, event: 'authn_login_fail', reason: '774727' },
      { at: 1, event: 'typed 774727' },
      { at: 1, event: 'page_shown', page: '<script>' },
      { at: 1, event: 'authn_login_fail', reason: 'wrong', code: '774727' },
    ] as Happening[])
      assert.deepEqual(open({}, [forged]).events, [])
  })
})

test('a timer counts to the second, in hours only if there are any, and never below zero', () => {
  assert.equal(timer('until', new Date(seconds(187)), NOW), '3:07')
  assert.equal(timer('since', new Date(seconds(-3727)), NOW), '1:02:07')
  assert.equal(timer('until', new Date(seconds(-5)), NOW), '0:00')
})
