import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlainAct } from '../../src/adapters/memory/act.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { createCodeAttempts } from '../../src/domain/codes/code-attempts.ts'
import { judgementOf } from '../../src/domain/codes/judgement.ts'
import { createSharedContacts } from '../../src/domain/codes/shared-contacts.ts'
import { createActiveSession } from '../../src/domain/identity/active-session.ts'
import type { Check } from '../../src/ports/index.ts'

const DAY = 86_400_000

const finding = (check: Check) => new PlainAct(async () => check, judgementOf)

test('thirty wrong codes without a right one close the channel for thirty days, however slowly they came (OTP-4)', async () => {
  let time = 0
  const flows = createActiveSession(
    memoryLimiter(() => time),
    5400,
  )
  const attempt = createCodeAttempts(flows, { perDay: 10, inARow: 30 }, createSharedContacts(5))
  const holder = { member: 'm', flow: 'f', channel: 'sms', destination: '+212612000001' } as const
  const wrong = async () => (await attempt(holder, finding({ kind: 'wrong', left: 1 }))).kind
  for (let guess = 0; guess < 30; guess++) {
    assert.equal(await wrong(), 'wrong', `guess ${guess}`)
    time += DAY / 5
  }
  assert.equal(await wrong(), 'limited')
  const other = { ...holder, channel: 'email' } as const
  assert.equal((await attempt(other, finding({ kind: 'expired' }))).kind, 'expired', 'the other channel')
  time = 30 * DAY - 1000
  assert.equal(await wrong(), 'limited')
  time = 30 * DAY
  assert.equal((await attempt(holder, finding({ kind: 'right' }))).kind, 'right')
  for (let guess = 0; guess < 10; guess++) assert.equal(await wrong(), 'wrong')
})
