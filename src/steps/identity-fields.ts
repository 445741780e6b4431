import { z } from 'zod'
import { asMeant, type TypedDate } from '../domain/fields/birth-date.ts'
import { optional } from '../domain/fields/clean.ts'
import { type IdentifierType, identifierReader, nationalId, unjudged } from '../domain/fields/identifiers.ts'
import type { FieldMeta } from '../wizard/form.ts'
import type { FieldError } from '../wizard/verdict.ts'
import { perOrganisation } from './per-organisation.ts'

const IDENTIFIERS = ['registrationNumber', 'employerId'] as const satisfies IdentifierType[]
type Patterns = Record<IdentifierType, string>
const identifierMeta = { autocomplete: 'off', width: 20 } as const
const identifierField = (is: IdentifierType, patterns: Patterns, also: Partial<FieldMeta>) =>
  unjudged(is, patterns[is]).meta({ ...identifierMeta, onlyWhen: { field: 'identifierType', is }, ...also })
const dateMeta = (autocomplete: string, width: 2 | 4) =>
  ({ group: 'birthDate', inputmode: 'numeric', autocomplete, width }) as const

export const fields = perOrganisation(({ patterns }) => ({
  identifierType: z.enum(IDENTIFIERS, 'required').meta({ type: 'radios', options: IDENTIFIERS }),
  registrationNumber: identifierField('registrationNumber', patterns, { inputmode: 'numeric' }),
  employerId: identifierField('employerId', patterns, { autocapitalize: 'characters' }),
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

type Chosen = { identifierType?: IdentifierType } & Partial<Patterns>

export function identifierProblem(values: Chosen, patterns: Patterns): Record<string, string | FieldError> {
  const type = values.identifierType
  const value = type && values[type]
  if (!type || value === undefined) return {}
  if (value === '') return { [type]: 'required' }
  const reading = identifierReader(type, patterns[type])(value)
  return 'value' in reading ? {} : { [type]: reading }
}
