import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Screen, screenOf } from '../../src/agent/follow/screen/screen.ts'
import { createDrawing } from '../../src/agent/follow/screen/sections.ts'
import { createSay, createSayAll } from '../../src/agent/guide/say.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { consoleCopy } from '../../src/i18n/console-copy.ts'
import { translators } from '../../src/i18n/index.ts'
import type { CodeState } from '../../src/ports/index.ts'
import type { Happening } from '../../src/ports/live-page.ts'
import { templateCopy, templates } from '../../src/web/views/index.ts'
import { NO_CODE, NOW, seconds, VIEW } from '../support/sample-view.ts'
import { readOrganisation } from '../unit/organisation.ts'

const SENT: CodeState = { liveSeconds: 420, waitSeconds: 30, sendsLeft: 3, triesLeft: 2, issuedAgoSeconds: 180 }
const HAPPENINGS: Happening[] = [{ at: NOW, event: 'page_shown', page: 'email-code' }]

/** What is read so many seconds after the first time. */
function screen(after = 0, change: object = {}, happenings = HAPPENINGS, rounded = after): Screen {
  const email = {
    ...SENT,
    liveSeconds: SENT.liveSeconds - rounded,
    waitSeconds: Math.max(0, SENT.waitSeconds - rounded),
    issuedAgoSeconds: SENT.issuedAgoSeconds! + rounded,
  }
  const reading = { kind: 'open', view: { ...VIEW, ...change }, happenings, codes: { email, sms: NO_CODE } } as const
  const shown = screenOf(reading, seconds(after))
  assert.ok(shown.kind === 'open')
  return shown
}

const organisation = readOrganisation('cnops')
const copies = templateCopy(await translators(organisation, false, consoleCopy()), organisation)
const render = templates({ reload: false })
const wording = {
  t: copies.fr,
  member: copies.both,
  say: createSayAll(createSay(copies, { limits: Limits.parse({}), organisation })),
}
const drawing = () => {
  const { changes } = createDrawing(render, wording)
  return (shown: Screen): Record<string, string> => {
    const look = changes(shown)
    assert.ok(look.kind === 'sections')
    return look.sections
  }
}

/** What the browser counts, and what it counts from. */
const timer = () => '0:00'
const unclocked = (html: string) => html.replace(/("[^>]*>)\d+(?::\d+)+</g, '$10:00<')

describe('a drawing of a screen', () => {
  test('names the minute of the next code as the caller reads it, and counts to the second', () => {
    const at = `${seconds(SENT.waitSeconds)}`
    assert.match(
      drawing()(screen())['now']!,
      new RegExp(`Nouveau code possible à <bdi[^>]*>13\\D+06</bdi> <span[^>]* data-until="${at}"`),
    )
  })

  test('is first of all sections, each as the page that is fetched whole has it', () => {
    const phone = { masked: '06 •• •• •• 78', proved: false }
    for (const change of [
      { frontier: 'mobile-code', lockedUntil: seconds(60), phone },
      { page: 'payment', errors: [], questions: ['employerId'] },
    ]) {
      const whole = screen(0, change)
      const first = drawing()(whole)
      assert.deepEqual(Object.keys(first), ['now', 'say', 'preview', 'events', 'status'])
      for (const [name, html] of Object.entries(first))
        assert.equal(
          unclocked(html),
          unclocked(render(`agent/follow/${name}`, { ...wording, screen: whole, timer })),
          name,
        )
    }
  })

  test('is of nothing for a page that is only read again, also if its times are rounded otherwise', () => {
    const draw = drawing()
    draw(screen())
    assert.deepEqual(draw(screen(10)), {})
    assert.deepEqual(draw(screen(10.9, {}, HAPPENINGS, 10)), {})
  })

  test('is of the sections alone that have changed', () => {
    const draw = drawing()
    draw(screen())
    const happened = [...HAPPENINGS, { at: seconds(3), event: 'session_expired' }]
    assert.deepEqual(Object.keys(draw(screen(3, {}, happened))), ['events', 'status'])
    assert.deepEqual(Object.keys(draw(screen(4, { mode: 'fr' }, happened))), ['now', 'say', 'preview'])
    assert.deepEqual(draw(screen(5, { mode: 'fr' }, happened)), {})
  })

  test('is of what the caller sees once another time is right, however slowly that came', () => {
    const draw = drawing()
    draw(screen())
    const later = (n: number) => draw(screen(n, { idleEnd: seconds(1200 + n) }))
    assert.deepEqual([1, 1.5].map(later), [{}, {}])
    assert.match(later(2.5)['now'] ?? '', new RegExp(`data-until="${seconds(1202.5)}"`))
  })

  test('counts down in words what the page of the caller counts down', () => {
    const draw = drawing()
    const locked = { errors: [{ key: 'steps.email-code.fields.code.errors.locked', until: seconds(300) }] }
    assert.match(draw(screen(0, locked))['now']!, /dans 5 minutes/)
    assert.match(draw(screen(61, locked))['now']!, /dans 4 minutes/)
  })
})
