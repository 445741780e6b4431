import assert from 'node:assert/strict'
import type { Services } from '../../src/domain/services.ts'
import { Answers } from '../../src/wizard/answers.ts'
import { parse } from '../../src/wizard/form.ts'
import type { Step } from '../../src/wizard/step.ts'
import { readOrganisation } from './organisation.ts'

export const QUESTIONS = ['employerId', 'registrationNumber', 'bankAccountLast8', 'civilStatusNumber'] as const
/** The answers of a member who has come to the last page. */
export const earlier = {
  terms: { version: '1', acceptedAt: '2026-11-22T10:00:00.000Z' },
  identity: { member: 'handle', questions: [...QUESTIONS], accountStatus: 'none', subject: 'key' },
  payment: { idempotencyKey: 'key' },
  email: { address: 'nom@exemple.ma' },
  'email-code': true,
  mobile: { number: '+212612345678' },
  'mobile-code': true,
}
export const organisation = readOrganisation('cnops')
/** What that member typed, by form name. */
export const typed = {
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

type Overrides = Record<string, unknown>

/** What a page makes of what was typed. */
export async function submit(step: Step, overrides: Overrides = {}, answers: object = earlier) {
  return (await submitted(step, typed, overrides, answers)).verdict
}

/** The same, and the calls it made in between. */
export async function submitted(
  step: Step,
  fields = typed,
  overrides: Overrides = {},
  answers: object = earlier,
  previousAnswer?: unknown,
) {
  const given = new Answers({ ...answers })
  const parsed = parse(step, { answers: given, organisation }, fields)
  assert.ok('values' in parsed, JSON.stringify(parsed))
  const { calls, services } = world(overrides)
  const verdict = await step.submit!({
    ...parsed,
    answers: given,
    previousAnswer,
    flow: 'flow',
    ip: undefined,
    mode: 'both',
    services,
  })
  return { calls, verdict }
}

/** Services that accept everything, except for `overrides`. */
export function world(overrides: Overrides) {
  const calls: unknown[][] = []
  const call =
    (name: string, result: unknown) =>
    async (...asked: unknown[]) => {
      calls.push([name, ...asked])
      return result
    }
  const activated = { activatedAt: '2026-11-22T10:00:00Z' }
  const yes = {
    registry: {
      checkIdentity: call('checkIdentity', earlier.identity),
      checkPayment: call('checkPayment', true),
    },
    codes: { send: call('send', { kind: 'issued' }), check: call('check', { kind: 'right' }) },
    activeSession: { prove: async () => {} },
    passwordSubmits: async (_holder: unknown, run: (left: number) => unknown) => ({
      kind: 'run',
      result: await run(4),
    }),
    hasher: { hash: call('hash', 'PHC') },
    passwordRule: () => undefined,
    activations: { activate: call('activate', activated), status: async () => undefined },
    termsVersion: 'v7',
  }
  return { calls, services: { ...yes, ...overrides } as unknown as Services }
}
