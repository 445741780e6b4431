import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Check, Issue } from '../../src/ports/index.ts'
import { email } from '../../src/steps/email.ts'
import { emailCode } from '../../src/steps/email-code.ts'
import { identity } from '../../src/steps/identity.ts'
import { mobile } from '../../src/steps/mobile.ts'
import { password } from '../../src/steps/password.ts'
import { payment } from '../../src/steps/payment.ts'
import { Answers } from '../../src/wizard/answers.ts'
import type { Step } from '../../src/wizard/step.ts'
import { earlier, submit, submitted, typed, world } from './one-step.ts'

describe('what is handed on', () => {
  test('to the insurer from the identity page are the cleaned facts', async () => {
    const { calls } = await submitted(identity)
    const identifier = { type: 'registrationNumber', value: '987654321' }
    assert.deepEqual(calls, [['checkIdentity', { identifier, nationalId: 'BE834567', birthDate: '1957-05-12' }]])
  })

  test('to the insurer at the end is a hash, never the password', async () => {
    const { calls } = await submitted(password)
    const { terms } = earlier
    const account = { email: 'nom@exemple.ma', phone: '+212612345678', passwordHash: 'PHC', terms, language: 'fr' }
    assert.deepEqual(calls, [
      ['hash', typed.password, 'key'],
      ['activate', { flow: 'flow', member: 'handle', account, idempotencyKey: 'key', mode: 'both' }],
    ])
  })

  test('to the hasher is the password as every keyboard types it (PW-2)', async () => {
    const [composed, apart] = ['Éqzwv7kj', 'E\u0301qzwv7kj']
    const { calls } = await submitted(password, { ...typed, password: apart, passwordConfirmation: composed })
    assert.deepEqual(calls[0], ['hash', composed, 'key'])
  })

  test('to the hasher is a password with its spaces', async () => {
    const spaced = '  Xq zw 7v  '
    const { calls } = await submitted(password, { ...typed, password: spaced, passwordConfirmation: spaced })
    assert.deepEqual(calls[0], ['hash', spaced, 'key'])
  })
})

describe('an answer that fails', () => {
  test('on the identity or payment page has one error, whatever differs', async () => {
    const verdict = { kind: 'reject', errors: { form: { code: 'noMatch' } } }
    const unmatched = { registry: { checkIdentity: async () => undefined, checkPayment: async () => false } }
    assert.deepEqual(await submit(identity, unmatched), verdict)
    assert.deepEqual(await submit(payment, unmatched), verdict)
  })

  test('reports an active account only after the payment page is passed', async () => {
    const active = { ...earlier, identity: { ...earlier.identity, accountStatus: 'active' } }
    assert.deepEqual(await submit(payment, {}, active), { kind: 'end', ending: 'already-active' })
    assert.equal((await submit(payment, { registry: { checkPayment: async () => false } }, active)).kind, 'reject')
  })

  test('ends the journey if the insurer no longer knows the member', async () => {
    const forgotten = {
      registry: { checkPayment: async () => 'unknown-member' },
      activations: { activate: async () => 'unknown-member' },
    }
    for (const step of [payment, password] as Step[])
      assert.deepEqual(await submit(step, forgotten), { kind: 'end', ending: 'expired' })
  })

  const checks: [check: Check, verdict: object][] = [
    [
      { kind: 'wrong', left: 2 },
      { kind: 'reject', errors: { code: { code: 'wrong', left: 2 } } },
    ],
    [
      { kind: 'replaced', left: 1 },
      { kind: 'reject', errors: { code: { code: 'replaced', left: 1 } } },
    ],
    [{ kind: 'expired' }, { kind: 'reject', errors: { code: { code: 'expired' } } }],
    [{ kind: 'used' }, { kind: 'accept', answer: true, again: true }],
    [
      { kind: 'locked', seconds: 9 },
      { kind: 'limit', by: 'sends', seconds: 9, errors: { code: { code: 'locked', seconds: 9 } } },
    ],
  ]
  for (const [check, verdict] of checks)
    test(`returns a verdict of its own for a code that is ${check.kind}`, async () => {
      assert.deepEqual(await submit(emailCode, { codes: { check: async () => check } }), verdict)
    })

  test('of a password has every error at once, with the figure', async () => {
    const { verdict } = await submitted(
      password,
      { ...typed, password: 'Ab1', passwordConfirmation: 'x' },
      { passwordRule: () => 'short' },
    )
    const errors = { password: { code: 'short', count: 8 }, passwordConfirmation: { code: 'differ' } }
    assert.deepEqual(verdict, { kind: 'reject', errors })
  })
})

describe('sending a code', () => {
  const issues: [issue: Issue, verdict: object][] = [
    [{ kind: 'issued' }, { kind: 'accept', answer: earlier.mobile }],
    [
      { kind: 'wait', seconds: 60, same: true },
      { kind: 'accept', answer: earlier.mobile },
    ],
    [
      { kind: 'wait', seconds: 60, same: false },
      { kind: 'limit', by: 'sends', seconds: 60, early: 'notices.early.phone' },
    ],
    [
      { kind: 'exhausted', seconds: 900 },
      { kind: 'limit', by: 'sends', seconds: 900 },
    ],
  ]
  for (const [issue, verdict] of issues)
    test(`to a number goes on, or stops, when the sending is ${JSON.stringify(issue)} (OTP-10)`, async () => {
      assert.deepEqual(await submit(mobile, { codes: { send: async () => issue } }), verdict)
    })

  for (const step of [email, mobile] as Step[])
    test(`from the page ${step.slug} is left out if the same contact is proved already`, async () => {
      const previousAnswer = earlier[step.slug as 'email' | 'mobile']
      const { calls, verdict } = await submitted(step, typed, {}, earlier, previousAnswer)
      assert.deepEqual([calls, verdict], [[], { kind: 'accept', answer: previousAnswer }])
    })

  test('anew returns the end of the wait', async () => {
    const verdict = await resend({ kind: 'wait', seconds: 60, same: true })
    assert.deepEqual(verdict, {
      kind: 'limit',
      by: 'sends',
      seconds: 60,
      errors: { code: { code: 'wait', seconds: 60 } },
    })
    assert.deepEqual(await resend({ kind: 'exhausted', seconds: 900 }), { kind: 'limit', by: 'sends', seconds: 900 })
    assert.equal((await resend({ kind: 'issued' })).kind, 'accept')
  })
})

function resend(issue: Issue) {
  const { services } = world({ codes: { send: async () => issue } })
  return emailCode.resend!({ answers: new Answers(earlier), flow: 'flow', ip: undefined, mode: 'fr', services })
}
