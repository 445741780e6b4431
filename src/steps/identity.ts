import { z } from 'zod'
import { asMeant, birthDateProblems, isoDate, type TypedDate } from '../domain/fields/birth-date.ts'
import { optional } from '../domain/fields/clean.ts'
import { type IdentifierType, identifierReader, nationalId, unjudged } from '../domain/fields/identifiers.ts'
import { withoutZeros } from '../domain/fields/leading-zeros.ts'
import { memberKey } from '../domain/identity/member-key.ts'
import type { Match } from '../ports/index.ts'
import type { FieldMeta } from '../wizard/form.ts'
import { accept, end, reject, step, type Verdict } from '../wizard/index.ts'
import type { FieldError } from '../wizard/verdict.ts'
import { perOrganisation } from './per-organisation.ts'

const IDENTIFIERS = ['registrationNumber', 'employerId'] as const satisfies IdentifierType[]
type Patterns = Record<IdentifierType, string>
const identifierMeta = { autocomplete: 'off', width: 20 } as const
const identifierField = (is: IdentifierType, patterns: Patterns, also: Partial<FieldMeta>) =>
  unjudged(is, patterns[is]).meta({ ...identifierMeta, onlyWhen: { field: 'identifierType', is }, ...also })
const dateMeta = (autocomplete: string, width: 2 | 4) =>
  ({ group: 'birthDate', inputmode: 'numeric', autocomplete, width }) as const

const fields = perOrganisation(({ patterns }) => ({
  identifierType: z.enum(IDENTIFIERS, 'required').meta({ type: 'radios', options: IDENTIFIERS }),
  registrationNumber: identifierField('registrationNumber', patterns, { inputmode: 'numeric' }),
  employerId: identifierField('employerId', patterns, { autocapitalize: 'characters' }),
  nationalId: nationalId.meta({ autocomplete: 'off', autocapitalize: 'characters', width: 10 }),
  birthDay: optional('dayDigits').meta(dateMeta('bday-day', 2)),
  birthMonth: optional('monthDigits').meta(dateMeta('bday-month', 2)),
  birthYear: optional('yearDigits').meta(dateMeta('bday-year', 4)),
  yearOnly: z.enum(['', 'yes']).catch('').meta({ type: 'checkbox', group: 'birthDate' }),
}))

/** `subject`: the member's key, equal in every session; the API's handle changes each time. */
type Identified = Match & { subject: string }

/** Identifies a member by three facts. Stores none of them, only the handle, the key and the next questions. */
export const identity = step({
  slug: 'identity',
  path: 'identite',
  percent: 15,
  captcha: true,
  fields,

  check(values, { organisation }) {
    const { day, month, year } = birthDateProblems(typedDate(values))
    return {
      ...identifierProblem(values, organisation.patterns),
      ...(day && { birthDay: day }),
      ...(month && { birthMonth: month }),
      ...(year && { birthYear: year }),
    }
  },

  attemptKeys: ({ values }) => ({
    typed: [
      `${values.identifierType}:${withoutZeros(values[values.identifierType])}`,
      `nationalId:${withoutZeros(values.nationalId)}`,
    ],
  }),

  auditEvent: () => ['authn_login_success'],
  claimedSubject: ({ nationalId }) => nationalId,
  subjectOf: ({ subject }: Identified) => subject,

  async submit({ values, answers, flow, services }): Promise<Verdict<Identified>> {
    // A flow has one activation: a second member must not replace one in progress.
    if (answers.has({ slug: 'identity' }) && (await services.activations.status(flow))) return end('finishing')
    const { identifierType: type, nationalId } = values
    const claim = { identifier: { type, value: values[type] }, nationalId, birthDate: isoDate(typedDate(values)) }
    const match = await services.registry.checkIdentity(claim)
    return match ? accept({ ...match, subject: memberKey(nationalId) }) : reject({ form: 'noMatch' })
  },
})

type Typed = Partial<Record<'birthDay' | 'birthMonth' | 'birthYear' | 'yearOnly', string>>

function typedDate(values: Typed): TypedDate {
  const { birthDay = '', birthMonth = '', birthYear = '', yearOnly } = values
  return asMeant({ day: birthDay, month: birthMonth, year: birthYear, yearOnly: yearOnly === 'yes' })
}

type Chosen = { identifierType?: IdentifierType } & Partial<Patterns>

function identifierProblem(values: Chosen, patterns: Patterns): Record<string, string | FieldError> {
  const type = values.identifierType
  const value = type && values[type]
  if (!type || value === undefined) return {}
  if (value === '') return { [type]: 'required' }
  const reading = identifierReader(type, patterns[type])(value)
  return 'value' in reading ? {} : { [type]: reading }
}
