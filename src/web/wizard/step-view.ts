import type { Request, Response } from 'express'
import type { Step } from '../../wizard/step.ts'
import type { FieldErrors } from '../../wizard/verdict.ts'
import type { WebContext } from '../context.ts'
import { letRecaptchaIn } from '../middleware/security-headers.ts'
import { doneOnStep } from '../pages/done-notice.ts'
import { answersOf } from '../position.ts'
import type { Moment } from '../times.ts'
import { templateOf } from '../views/index.ts'
import { puzzleText } from './puzzle-text.ts'
import { stepPage } from './step-page.ts'

export interface Showing {
  typed?: Readonly<Record<string, string>>
  errors?: FieldErrors
  status?: number
  notice?: string
  failed?: boolean
  wait?: Moment
}

export type ShowStep = (req: Request, res: Response, step: Step, showing: Showing) => Promise<void>

export function createShowStep({ config, journey, services, question, showPage }: WebContext): ShowStep {
  const templateFor = new Map(journey.steps.map(({ slug }) => [slug, templateOf(slug)]))
  return async (req, res, step, { typed, errors = {}, status = 200, notice, failed, wait }) => {
    const answers = answersOf(req)
    const flow = req.session.flow!
    const asking = { answers, organisation: config.organisation }
    const recalled = answers.has(step) ? step.recall?.(answers.of(step)) : undefined
    const subject = { action: step.slug, flow }
    const { kind } = services.captcha
    const [viewData, puzzle] = await Promise.all([
      step.viewData?.({ answers, flow, services }),
      step.captcha && kind === 'altcha' ? services.captcha.challenge(subject) : undefined,
    ])
    const captcha = step.captcha && {
      kind,
      siteKey: config.RECAPTCHA_SITE_KEY,
      action: step.path,
      lifetimeSeconds: config.limits.captcha.lifetimeSeconds,
      /** Inline, to save a request; a fresh one is at `/captcha`. */
      puzzle: puzzle && puzzleText(puzzle),
      question: question.ask(subject),
    }
    if (captcha?.kind === 'recaptcha') letRecaptchaIn(req, res)
    const done = viewData && doneOnStep(req, step, viewData)
    const inNews = done && viewData.news?.length
    await showPage(req, res, {
      template: templateFor.get(step.slug)!,
      title: `steps.${step.slug}.title`,
      status,
      done: inNews ? undefined : done,
      failed: failed ?? (notice !== undefined || Object.keys(errors).length > 0),
      context: {
        ...stepPage(journey, step, asking, typed ?? recalled ?? {}, errors),
        viewData,
        newsIsDone: Boolean(inNews),
        captcha,
        notice,
        wait,
      },
    })
  }
}
