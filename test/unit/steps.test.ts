import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memberKey } from '../../src/domain/identity/member-key.ts'
import { activation } from '../../src/journey.ts'
import { emailCode } from '../../src/steps/email-code.ts'
import { identity } from '../../src/steps/identity.ts'
import { password } from '../../src/steps/password.ts'
import { payment } from '../../src/steps/payment.ts'
import { terms } from '../../src/steps/terms.ts'
import { Answers } from '../../src/wizard/answers.ts'
import { fieldsOf } from '../../src/wizard/form.ts'
import type { Step } from '../../src/wizard/step.ts'
import { earlier, organisation, QUESTIONS, submit, typed } from './one-step.ts'

describe('the journey', () => {
  test('has the pages of the guide in their order, with their addresses, percentages and fields', () => {
    const asking = { answers: new Answers(earlier), organisation }
    const guide = [
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
    ]
    const table = activation.steps.map(step => [
      step.path,
      step.slug,
      step.percent,
      step.captcha ?? false,
      Object.keys(fieldsOf(step, asking)).join(' '),
    ])
    // Pages that the guide does not have may come between.
    const known = table.filter(([path]) => guide.some(([own]) => own === path))
    assert.deepEqual(known, guide)
  })

  test('asks on the payment page what the insurer wants to know, and nothing else', () => {
    const answers = new Answers({ identity: { ...earlier.identity, questions: ['civilStatusNumber', 'employerId'] } })
    assert.deepEqual(Object.keys(fieldsOf(payment, { answers, organisation })), ['civilStatusNumber', 'employerId'])
  })
})

describe('what is remembered', () => {
  const remembered: Record<string, unknown> = {
    identity: { ...earlier.identity, subject: memberKey(typed.nationalId) },
    email: earlier.email,
    'email-code': true,
    mobile: earlier.mobile,
    'mobile-code': true,
    password: { activatedAt: '2026-11-22T10:00:00Z' },
  }
  for (const [slug, answer] of Object.entries(remembered))
    test(`of the page ${slug} is no more than it declares`, async () => {
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
