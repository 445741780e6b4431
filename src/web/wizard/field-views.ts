import { shownAddress } from '../../domain/fields/email-address.ts'
import type { Params } from '../../i18n/index.ts'
import { hasCopy } from '../../i18n/locales.ts'
import { type FieldMeta, isSecret } from '../../wizard/form.ts'
import type { Step } from '../../wizard/step.ts'
import type { FieldError, FieldErrors } from '../../wizard/verdict.ts'
import { shown } from '../pages/form-again.ts'
import { from } from '../times.ts'

/** One field for the template; `label` and `hint` are copy keys. */
export interface FieldView {
  name: string
  meta: FieldMeta
  label: string
  hint: string | undefined
  value: string
  error: ErrorView | undefined
}

export interface ErrorView {
  target: string
  name?: string
  key: string
  params: Params
}

export function fieldViews(
  step: Step,
  metas: Readonly<Record<string, FieldMeta>>,
  typed: Readonly<Record<string, string>>,
  errors: FieldErrors,
): FieldView[] {
  return Object.entries(metas).map(([name, meta]): FieldView => {
    const copy = `steps.${step.slug}.fields.${meta.group && meta.type === 'text' ? meta.group : name}`
    const group = `steps.${step.slug}.fields.${meta.group ?? name}`
    const error = errors[name] && { ...errorView(`${group}.errors.`, name, errors[name]), name: nameOf(group) }
    const part = meta.group && meta.type === 'text' ? DATE_PARTS[name] : undefined
    return {
      name,
      meta,
      label: part ? `${copy}.${part}` : `${copy}.label`,
      hint: !part && hasCopy(`${copy}.hint`) ? `${copy}.hint` : undefined,
      value: isSecret(meta) ? '' : shown(meta.type === 'email' ? shownAddress(typed[name] ?? '') : typed[name]),
      error,
    }
  })
}

/** The copy key of a field's name: its label, unless that is a sentence. */
const nameOf = (field: string) => (hasCopy(`${field}.name`) ? `${field}.name` : `${field}.label`)

const DATE_PARTS: Record<string, string> = { birthDay: 'day', birthMonth: 'month', birthYear: 'year' }

export function errorView(keys: string, target: string, { code, seconds, ...figures }: FieldError): ErrorView {
  const params = { ...figures, ...(seconds !== undefined && from(seconds)) }
  return { target, key: `${keys}${code}`, params }
}
