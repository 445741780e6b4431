import { randomUUID } from 'node:crypto'
import { bankAccountLast8 } from '../domain/fields/bank-account.ts'
import { civilStatusNumber } from '../domain/fields/civil-status.ts'
import { identifier } from '../domain/fields/identifiers.ts'
import { accept, end, reject, step, type Verdict } from '../wizard/index.ts'
import type { Fields } from '../wizard/step.ts'
import { identifierMeta } from './identifier-meta.ts'
import { identity } from './identity.ts'
import { perOrganisation } from './per-organisation.ts'

/** Asks what only the member should know; the member-data API chooses the questions. Stores no answer. */
export const payment = step({
  slug: 'payment',
  path: 'paiement',
  percent: 30,
  dependsOn: [identity],
  provesMember: true,
  fields: asking => pick(questions(asking), asking.answers.of(identity).questions),

  auditEvent: () => ['authn_login_success'],
  attemptKeys: ({ answers }) => ({ member: answers.of(identity).subject }),

  async submit({ values, answers, services }): Promise<Verdict<{ idempotencyKey: string }>> {
    const { member, accountStatus } = answers.of(identity)
    const verified = await services.registry.checkPayment(member, values)
    if (verified === 'unknown-member') return end('expired')
    if (!verified) return reject({ form: 'noMatch' })
    if (accountStatus === 'active') return end('already-active')
    return accept({ idempotencyKey: randomUUID() })
  },
})

const questions = perOrganisation(organisation => ({
  registrationNumber: identifier('registrationNumber', organisation).meta(
    identifierMeta(organisation.registrationNumber),
  ),
  employerId: identifier('employerId', organisation).meta(identifierMeta(organisation.employerId)),
  bankAccountLast8: bankAccountLast8(organisation.bankDigits).meta({
    inputmode: 'numeric',
    autocomplete: 'off',
    width: 20,
  }),
  civilStatusNumber: civilStatusNumber.meta({ autocomplete: 'off', width: 10 }),
}))

function pick<F extends Fields>(fields: F, names: readonly (keyof F & string)[]): Fields {
  return Object.fromEntries(names.map(name => [name, fields[name]!]))
}
