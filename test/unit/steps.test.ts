import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { activation } from '../../src/journey.ts'
import type { Check, Issue } from '../../src/ports.ts'
import type { Services } from '../../src/services.ts'
import { email } from '../../src/steps/email.ts'
import { emailCode } from '../../src/steps/email-code.ts'
import { identity } from '../../src/steps/identity.ts'
import { mobile } from '../../src/steps/mobile.ts'
import { password } from '../../src/steps/password.ts'
import { payment } from '../../src/steps/payment.ts'
import { terms } from '../../src/steps/terms.ts'
import { Answers } from '../../src/wizard/answers.ts'
import { fieldsOf, parse } from '../../src/wizard/form.ts'
import type { Step } from '../../src/wizard/step.ts'
import { readOrganisation } from './organisation.ts'

const QUESTIONS = ['employerId', 'registrationNumber', 'bankAccountLast8', 'civilStatusNumber'] as const
const earlier = {
  terms: { version: '1', acceptedAt: '2026-11-22T10:00:00.000Z' },
  identity: { member: 'handle', questions: [...QUESTIONS], accountStatus: 'none' },
  payment: { idempotencyKey: 'key' },
  email: { address: 'nom@exemple.ma' },
  'email-code': true,
  mobile: { number: '+212612345678' },
  'mobile-code': true,
}
const organisation = readOrganisation('cnops')
const typed = {
  accepted: 'yes',
  identifierType: 'registrationNumber',
  registrationNumber: '987654321',
  employerId: 'SOM77777',
  nationalId: 'BE834567',
  birthDay: '12',
  birthMonth: '5',
  birthYear: '1957',
  bankAccountLast8: '50005349',
  civilStatusNumber: '4321/1957',
  email: 'nom@exemple.ma',
  emailConfirmation: 'nom@exemple.ma',
  phone: '06 12 34 56 78',
  phoneConfirmation: '0612345678',
  code: '012345',
  password: 'cheval Bleu 7 pommes',
  passwordConfirmation: 'cheval Bleu 7 pommes',
}

describe('the journey', () => {
  test('has the pages of the guide in their order, with their addresses, percentages and fields', () => {
    const asking = { answers: new Answers(earlier), organisation }
    const table = activation.steps.map(step => [
      step.path,
      step.slug,
      step.percent,
      step.captcha ?? false,
      Object.keys(fieldsOf(step, asking)).join(' '),
    ])
    assert.deepEqual(table, [
      ['conditions', 'terms', 0, false, 'accepted'],
      [
        'identite',
        'identity',
        15,
        true,
        'identifierType registrationNumber employerId nationalId birthDay birthMonth birthYear yearOnly',
      ],
      ['paiement', 'payment', 30, false, QUESTIONS.join(' ')],
      ['email', 'email', 45, false, 'email emailConfirmation'],
      ['email-code', 'email-code', 60, true, 'code'],
      ['mobile', 'mobile', 75, false, 'phone phoneConfirmation'],
      ['mobile-code', 'mobile-code', 90, true, 'code'],
      ['mot-de-passe', 'password', 100, false, 'password passwordConfirmation'],
    ])
  })

  test('asks on the payment page what the insurer wants to know, and nothing else', () => {
    const answers = new Answers({ identity: { ...earlier.identity, questions: ['civilStatusNumber', 'employerId'] } })
    assert.deepEqual(Object.keys(fieldsOf(payment, { answers, organisation })), ['civilStatusNumber', 'employerId'])
  })
})

describe('what is remembered', () => {
  const remembered: Record<string, unknown> = {
    identity: earlier.identity,
    email: earlier.email,
    'email-code': true,
    mobile: earlier.mobile,
    'mobile-code': true,
    password: { activatedAt: '2026-11-22T10:00:00Z' },
  }
  for (const [slug, answer] of Object.entries(remembered))
    test(`of the page ${slug} is no more than it says`, async () => {
      assert.deepEqual(await submit(activation.steps.find(step => step.slug === slug)!), { kind: 'accept', answer })
    })

  for (const step of [identity, payment, emailCode, password] as Step[])
    test(`of the page ${step.slug} holds nothing that was typed on it`, async () => {
      const kept = JSON.stringify(await submit(step))
      const asked = Object.keys(fieldsOf(step, { answers: new Answers(earlier), organisation }))
      const secrets = Object.entries(typed).filter(([name]) => asked.includes(name) && name !== 'identifierType')
      for (const [name, value] of secrets) if (value.length > 2) assert.ok(!kept.includes(value), `${name} in ${kept}`)
    })

  test('of the terms is which version was accepted, and when', async () => {
    const verdict = await submit(terms)
    assert.ok(verdict.kind === 'accept')
    const { version, acceptedAt } = verdict.answer as { version: string; acceptedAt: string }
    assert.equal(version, 'v7')
    assert.ok(Math.abs(Date.parse(acceptedAt) - Date.now()) < 60_000)
  })

  test('of the payment page is a new key for each passage', async () => {
    assert.notDeepEqual(await submit(payment), await submit(payment))
  })
})

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
      ['activate', 'handle', account, 'key'],
      ['announce', 'nom@exemple.ma', '+212612345678'],
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
  test('on the identity or payment page says one thing, whatever differs', async () => {
    const verdict = { kind: 'reject', errors: { form: { code: 'noMatch' } } }
    const unmatched = { registry: { checkIdentity: async () => undefined, checkPayment: async () => false } }
    assert.deepEqual(await submit(identity, unmatched), verdict)
    assert.deepEqual(await submit(payment, unmatched), verdict)
  })

  test('tells of an active account only after the payment page is passed', async () => {
    const active = { ...earlier, identity: { ...earlier.identity, accountStatus: 'active' } }
    assert.deepEqual(await submit(payment, {}, active), { kind: 'end', ending: 'already-active' })
    assert.equal((await submit(payment, { registry: { checkPayment: async () => false } }, active)).kind, 'reject')
  })

  test('ends the journey where the insurer has forgotten the member', async () => {
    const forgotten = {
      registry: { checkPayment: async () => 'unknown-member', activate: async () => 'unknown-member' },
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
    [{ kind: 'used' }, { kind: 'reject', errors: { code: { code: 'used' } } }],
    [
      { kind: 'locked', seconds: 9 },
      { kind: 'limit', seconds: 9, errors: { code: { code: 'locked', seconds: 9 } } },
    ],
  ]
  for (const [check, verdict] of checks)
    test(`says what became of a code that is ${check.kind}`, async () => {
      assert.deepEqual(await submit(emailCode, { codes: { check: async () => check } }), verdict)
    })

  test('says of a password everything at once, with the figure', async () => {
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
      { kind: 'wait', seconds: 60 },
      { kind: 'accept', answer: earlier.mobile },
    ],
    [
      { kind: 'exhausted', seconds: 900 },
      { kind: 'limit', seconds: 900 },
    ],
  ]
  for (const [issue, verdict] of issues)
    test(`to a number goes on, or stops, when the sending is ${issue.kind}`, async () => {
      assert.deepEqual(await submit(mobile, { codes: { send: async () => issue } }), verdict)
    })

  test('is left out where the same address has its proof already', async () => {
    const { calls, verdict } = await submitted(email, typed, {}, { ...earlier }, earlier.email)
    assert.deepEqual([calls, verdict], [[], { kind: 'accept', answer: earlier.email }])
  })

  test('anew says until when to wait', async () => {
    const verdict = await resend({ kind: 'wait', seconds: 60 })
    assert.deepEqual(verdict, { kind: 'limit', seconds: 60, errors: { code: { code: 'wait', seconds: 60 } } })
    assert.deepEqual(await resend({ kind: 'exhausted', seconds: 900 }), { kind: 'limit', seconds: 900 })
    assert.equal((await resend({ kind: 'issued' })).kind, 'accept')
  })
})

type Overrides = Record<string, unknown>

async function submit(step: Step, overrides: Overrides = {}, answers: object = earlier) {
  return (await submitted(step, typed, overrides, answers)).verdict
}

/** What a page makes of what was typed, and what it asked of the world meanwhile. */
async function submitted(
  step: Step,
  fields = typed,
  overrides: Overrides = {},
  answers: object = earlier,
  standing?: unknown,
) {
  const given = new Answers({ ...answers })
  const parsed = parse(step, { answers: given, organisation }, fields)
  assert.ok('values' in parsed, JSON.stringify(parsed))
  const { calls, services } = world(overrides)
  const verdict = await step.submit!({ ...parsed, answers: given, standing, flow: 'flow', mode: 'both', services })
  return { calls, verdict }
}

function resend(issue: Issue) {
  const { services } = world({ codes: { send: async () => issue } })
  return emailCode.resend!({ answers: new Answers(earlier), flow: 'flow', mode: 'fr', services })
}

/** Services that say yes to everything, but for `overrides`. */
function world(overrides: Overrides) {
  const calls: unknown[][] = []
  const call =
    (name: string, result: unknown) =>
    async (...asked: unknown[]) => {
      calls.push([name, ...asked])
      return result
    }
  const activated = { activatedAt: '2026-11-22T10:00:00Z', previousContacts: {} }
  const yes = {
    registry: {
      checkIdentity: call('checkIdentity', earlier.identity),
      checkPayment: call('checkPayment', true),
      activate: call('activate', activated),
    },
    codes: { send: call('send', { kind: 'issued' }), check: call('check', { kind: 'right' }) },
    hasher: { hash: call('hash', 'PHC') },
    passwordRule: () => undefined,
    announce: ({ email, phone }: { email: string; phone: string }) => void calls.push(['announce', email, phone]),
    termsVersion: 'v7',
  }
  return { calls, services: { ...yes, ...overrides } as unknown as Services }
}
