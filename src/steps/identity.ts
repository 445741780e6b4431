import { z } from 'zod'
import { birthDateProblem, isoDate, type TypedDate } from '../domain/birth-date.ts'
import { optional } from '../domain/clean.ts'
import { nationalId, unjudged } from '../domain/identifiers.ts'
import type { Match } from '../ports.ts'
import { accept, reject, step, type Verdict } from '../wizard/index.ts'

const IDENTIFIERS = ['registrationNumber', 'employerId'] as const
const identifierMeta = (is: string) =>
  ({ onlyWhen: { field: 'identifierType', is }, autocomplete: 'off', width: 20 }) as const
const dateMeta = (autocomplete: string, width: 2 | 4) =>
  ({ group: 'birthDate', inputmode: 'numeric', autocomplete, width }) as const

/** `subject` is the member's key in every session; the handle is another each time. */
type Identified = Match & { subject: string }

/** Names one insured member by three facts. Remembers none of them: only handle, key and the questions to ask next. */
export const identity = step({
  slug: 'identity',
  path: 'identite',
  percent: 15,
  captcha: true,
  fields: {
    identifierType: z.enum(IDENTIFIERS, 'required').meta({ type: 'radios', options: IDENTIFIERS }),
    registrationNumber: unjudged.meta({ ...identifierMeta('registrationNumber'), inputmode: 'numeric' }),
    employerId: unjudged.meta({ ...identifierMeta('employerId'), autocapitalize: 'characters' }),
    nationalId: nationalId.meta({ autocomplete: 'off', autocapitalize: 'characters', width: 10 }),
    birthDay: optional('real').meta(dateMeta('bday-day', 2)),
    birthMonth: optional('real').meta(dateMeta('bday-month', 2)),
    birthYear: optional('real').meta(dateMeta('bday-year', 4)),
    yearOnly: z.enum(['', 'yes']).catch('').meta({ type: 'checkbox', group: 'birthDate' }),
  },

  check(values, { organisation }) {
    const problem = birthDateProblem(typedDate(values))
    return {
      ...identifierProblem(values, organisation.patterns),
      ...(problem && { [PART_FIELDS[problem.part]]: problem.code }),
    }
  },

  guessable: ({ values }) => ({
    typed: [`${values.identifierType}:${values[values.identifierType]}`, `nationalId:${values.nationalId}`],
  }),

  claimant: ({ nationalId }) => nationalId,

  async submit({ values, services }): Promise<Verdict<Identified>> {
    const { identifierType: type, nationalId } = values
    const claim = { identifier: { type, value: values[type] }, nationalId, birthDate: isoDate(typedDate(values)) }
    const match = await services.registry.checkIdentity(claim)
    return match ? accept({ ...match, subject: services.memberKey(nationalId) }) : reject({ form: 'noMatch' })
  },
})

const PART_FIELDS = { day: 'birthDay', month: 'birthMonth', year: 'birthYear' } as const

type Typed = Partial<Record<(typeof PART_FIELDS)[keyof typeof PART_FIELDS] | 'yearOnly', string>>

function typedDate(values: Typed): TypedDate {
  const { birthDay = '', birthMonth = '', birthYear = '', yearOnly } = values
  return { day: birthDay, month: birthMonth, year: birthYear, yearOnly: yearOnly === 'yes' }
}

/** Only the identifier that was chosen is judged. */
function identifierProblem(
  values: { identifierType?: (typeof IDENTIFIERS)[number]; registrationNumber?: string; employerId?: string },
  patterns: Record<(typeof IDENTIFIERS)[number], string>,
): Record<string, string> {
  const type = values.identifierType
  const value = type && values[type]
  if (!type || value === undefined) return {}
  if (value === '') return { [type]: 'required' }
  return new RegExp(patterns[type]).test(value) ? {} : { [type]: 'format' }
}
