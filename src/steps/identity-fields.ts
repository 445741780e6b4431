import { z } from 'zod'
import type { Organisation } from '../config/organisation.ts'
import { asMeant, type TypedDate } from '../domain/fields/birth-date.ts'
import { optional } from '../domain/fields/clean.ts'
import { type IdentifierType, identifierReader, nationalId, unjudged } from '../domain/fields/identifiers.ts'
import type { FieldError } from '../wizard/verdict.ts'
import { identifierMeta } from './identifier-meta.ts'
import { perOrganisation } from './per-organisation.ts'

const IDENTIFIERS = ['registrationNumber', 'employerId'] as const satisfies IdentifierType[]
const identifierField = (is: IdentifierType, organisation: Organisation) =>
  unjudged(is, organisation).meta({ ...identifierMeta(organisation[is]), onlyWhen: { field: 'identifierType', is } })
const dateMeta = (autocomplete: string, width: 2 | 4) =>
  ({ group: 'birthDate', inputmode: 'numeric', autocomplete, width }) as const

export const fields = perOrganisation(organisation => ({
  identifierType: z.enum(IDENTIFIERS, 'required').meta({ type: 'radios', options: IDENTIFIERS }),
  registrationNumber: identifierField('registrationNumber', organisation),
  employerId: identifierField('employerId', organisation),
  nationalId: nationalId.meta({ autocomplete: 'off', autocapitalize: 'characters', width: 10 }),
  birthDay: optional('dayDigits').meta(dateMeta('bday-day', 2)),
  birthMonth: optional('monthDigits').meta(dateMeta('bday-month', 2)),
  birthYear: optional('yearDigits').meta(dateMeta('bday-year', 4)),
  yearOnly: z.enum(['', 'yes']).catch('').meta({ type: 'checkbox', group: 'birthDate' }),
}))

type Typed = Partial<Record<'birthDay' | 'birthMonth' | 'birthYear' | 'yearOnly', string>>

export function typedDate(values: Typed): TypedDate {
  const { birthDay = '', birthMonth = '', birthYear = '', yearOnly } = values
  return asMeant({ day: birthDay, month: birthMonth, year: birthYear, yearOnly: yearOnly === 'yes' })
}

type Chosen = { identifierType?: IdentifierType } & Partial<Record<IdentifierType, string>>

export function identifierProblem(values: Chosen, organisation: Organisation): Record<string, string | FieldError> {
  const type = values.identifierType
  const value = type && values[type]
  if (!type || value === undefined) return {}
  if (value === '') return { [type]: 'required' }
  const reading = identifierReader(type, organisation)(value)
  return 'value' in reading ? {} : { [type]: reading }
}
