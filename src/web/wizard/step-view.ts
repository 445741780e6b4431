import type { Request, Response } from 'express'
import type { Organisation } from '../../config/organisation.ts'
import { shownAddress } from '../../domain/fields/email-address.ts'
import { hasCopy, type Params } from '../../i18n/index.ts'
import type { Answers } from '../../wizard/answers.ts'
import { type FieldMeta, isSecret, metaOf } from '../../wizard/form.ts'
import type { Journey } from '../../wizard/journey.ts'
import type { Step } from '../../wizard/step.ts'
import type { FieldError, FieldErrors } from '../../wizard/verdict.ts'
import type { Web } from '../context.ts'
import { letRecaptchaIn } from '../middleware/security-headers.ts'
import { from, type Moment } from '../times.ts'
import { templateOf } from '../views.ts'
import { answersOf } from './position.ts'

/** What a step is shown with, beside the answers. */
export interface Showing {
  typed?: Readonly<Record<string, string>>
  errors?: FieldErrors
  status?: number
  /** Copy key of a sentence above the form. */
  notice?: string
  /** How long the sentence asks to wait. */
  told?: Moment
}

export type ShowStep = (req: Request, res: Response, step: Step, showing: Showing) => Promise<void>

/** Shows a step with what was typed, or else with what was answered before. */
export function stepShower({ config, journey, services, question, showPage }: Web): ShowStep {
  const templateFor = new Map(journey.steps.map(({ slug }) => [slug, templateOf(slug)]))
  return async (req, res, step, { typed, errors = {}, status = 200, notice, told }) => {
    const answers = answersOf(req)
    const flow = req.session.flow!
    const asking = { answers, organisation: config.organisation }
    const recalled = answers.has(step) ? step.recall?.(answers.of(step)) : undefined
    const subject = { action: step.slug, flow }
    const { kind } = services.captcha
    const [situation, puzzle] = await Promise.all([
      step.situation?.({ answers, flow, services }),
      step.captcha && kind === 'altcha' ? services.captcha.challenge(subject) : undefined,
    ])
    const captcha = step.captcha && {
      kind,
      siteKey: config.RECAPTCHA_SITE_KEY,
      action: step.path,
      lifetimeSeconds: config.limits.captcha.lifetimeSeconds,
      /** In the page, to spare a request; another one is at `/captcha`. */
      puzzle: JSON.stringify(puzzle),
      question: question.ask(subject),
    }
    if (captcha?.kind === 'recaptcha') letRecaptchaIn(req, res)
    showPage(req, res, {
      template: templateFor.get(step.slug)!,
      title: `steps.${step.slug}.title`,
      status,
      failed: notice !== undefined || Object.keys(errors).length > 0,
      context: {
        ...stepPage(journey, step, asking, typed ?? recalled ?? {}, errors),
        situation,
        codeLifetimeSeconds: config.limits.code.lifetimeSeconds,
        captcha,
        notice,
        told,
      },
    })
  }
}

/** One field as the template sees it: copy by key, what was typed, what was wrong. */
export interface FieldView {
  name: string
  meta: FieldMeta
  label: string
  hint: string | undefined
  value: string
  error: ErrorView | undefined
}

export interface ErrorView {
  /** The field that the link in the summary leads to. */
  target: string
  key: string
  params: Params
}

/** What `views/step.njk` needs to show a step with what was typed and what was wrong. */
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
    const error =
      errors[name] && errorView(`steps.${step.slug}.fields.${meta.group ?? name}.errors.`, name, errors[name])
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
  const captchaError = captcha && errorView('captcha.errors.', 'questionAnswer', captcha)
  const general = Object.entries(others)
    .filter(([name]) => !metas[name])
    .map(([, error]) => errorView(`steps.${step.slug}.errors.`, first, error))
  const before = journey.before(step)
  return {
    step: {
      slug: step.slug,
      path: step.path,
      /** Sent again, its form would cost a try, or a secret that is gone. */
      counted: Boolean(step.guessable || step.resend) || Object.values(metas).some(isSecret),
      percent: step.percent,
      n: journey.number(step),
      of: journey.steps.length,
    },
    fields: Object.fromEntries(fields.map(field => [field.name, field])),
    errors: [...general, ...fields.flatMap(field => field.error ?? []), ...(captchaError ? [captchaError] : [])],
    captchaError,
    back: before?.path,
    frontier: journey.frontier(asking.answers)?.path,
    answered: asking.answers.has(step),
  }
}

const DATE_PARTS: Record<string, string> = { birthDay: 'day', birthMonth: 'month', birthYear: 'year' }
const LONGEST_SHOWN = 254

/** What was typed, as it was typed, but for what could reorder or hide text on the page (W-12). */
export function shown(typed = ''): string {
  return typed.slice(0, LONGEST_SHOWN).replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\u2065]/gu, '')
}

function errorView(keys: string, target: string, { code, seconds, ...figures }: FieldError): ErrorView {
  const params = { ...figures, ...(seconds !== undefined && from(seconds)) }
  return { target, key: `${keys}${code}`, params }
}
