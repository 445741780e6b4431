import type { Organisation } from '../../config/organisation.ts'
import type { Answers } from '../../wizard/answers.ts'
import { isSecret, metaOf } from '../../wizard/form.ts'
import type { Journey } from '../../wizard/journey.ts'
import type { Step } from '../../wizard/step.ts'
import type { FieldErrors } from '../../wizard/verdict.ts'
import { errorView, fieldViews } from './field-views.ts'

export function stepPage(
  journey: Journey,
  step: Step,
  asking: { answers: Answers; organisation: Organisation },
  typed: Readonly<Record<string, string>>,
  errors: FieldErrors,
) {
  const metas = metaOf(step, asking)
  const first = Object.keys(metas)[0] ?? ''
  const fields = fieldViews(step, metas, typed, errors)
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
