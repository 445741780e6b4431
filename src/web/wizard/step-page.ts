import type { Organisation } from '../../config/organisation.ts'
import { shownAddress } from '../../domain/fields/email-address.ts'
import { hasCopy, type Params } from '../../i18n/index.ts'
import type { Answers } from '../../wizard/answers.ts'
import { type FieldMeta, isSecret, metaOf } from '../../wizard/form.ts'
import type { Journey } from '../../wizard/journey.ts'
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

export function stepPage(
  journey: Journey,
  step: Step,
  asking: { answers: Answers; organisation: Organisation },
  typed: Readonly<Record<string, string>>,
  errors: FieldErrors,
) {
  const metas = metaOf(step, asking)
  const first = Object.keys(metas)[0] ?? ''
  const fields = Object.entries(metas).map(([name, meta]): FieldView => {
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
  const { captcha, ...others } = errors
  const captchaView = captcha && errorView('captcha.errors.', 'questionAnswer', captcha)
  const captchaError = captchaView && { ...captchaView, name: 'captcha.name' }
  const general = Object.entries(others)
    .filter(([name]) => !metas[name])
    .map(([, error]) => errorView(`steps.${step.slug}.errors.`, step.resend ? CHANGE : first, error))
  const before = journey.before(step)
  const next = journey.after(step)
  return {
    step: {
      slug: step.slug,
      path: step.path,
      /** Sending the form again costs an attempt, or needs a secret that is not shown again. */
      counted: Boolean(step.attemptKeys || step.resend) || Object.values(metas).some(isSecret),
      percent: step.percent,
      n: journey.number(step),
      of: journey.steps.length,
      next: next && `steps.${next.slug}.title`,
    },
    fields: Object.fromEntries(fields.map(field => [field.name, field])),
    errors: [...general, ...fields.flatMap(field => field.error ?? []), ...(captchaError ? [captchaError] : [])],
    captchaError,
    back: before?.path,
    frontier: journey.frontier(asking.answers)?.path,
    answered: asking.answers.has(step),
  }
}

/** On a page of a code: the link to the address or number that nothing could be sent to. */
const CHANGE = 'change'

/** The copy key of a field's name: its label, unless that is a sentence. */
const nameOf = (field: string) => (hasCopy(`${field}.name`) ? `${field}.name` : `${field}.label`)

const DATE_PARTS: Record<string, string> = { birthDay: 'day', birthMonth: 'month', birthYear: 'year' }

function errorView(keys: string, target: string, { code, seconds, ...figures }: FieldError): ErrorView {
  const params = { ...figures, ...(seconds !== undefined && from(seconds)) }
  return { target, key: `${keys}${code}`, params }
}
