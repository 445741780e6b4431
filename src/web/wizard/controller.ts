import type { Request, Response } from 'express'
import { memberKey } from '../../domain/identity/member-key.ts'
import type { Services } from '../../domain/services.ts'
import { Unavailable, type Via } from '../../ports/index.ts'
import { fieldsOf, parse } from '../../wizard/form.ts'
import { accept } from '../../wizard/index.ts'
import type { Step } from '../../wizard/step.ts'
import type { WebContext } from '../context.ts'
import { HttpError } from '../http-error.ts'
import { agentPress } from '../live-page/press.ts'
import { hasUnknownFields } from '../middleware/form-body.ts'
import { tooBusy } from '../middleware/load-shedding.ts'
import { switchesMode } from '../middleware/reading-mode.ts'
import { isOpen, namesNoSession } from '../middleware/session.ts'
import { STARTED, startCookie } from '../middleware/start-cookie.ts'
import { asksToStay, doneQuery } from '../pages/done-notice.ts'
import { answersOf, currentPath, isSuperseded } from '../position.ts'
import { captchaGate, withAttemptLimits } from './gates.ts'
import { malformedRefusal } from './malformed.ts'
import { journeyOpener } from './open-journey.ts'
import { toOutcome } from './outcome.ts'
import { createResponder } from './respond.ts'
import { retryLater } from './retry-later.ts'
import { createShowStep } from './step-view.ts'

/** GET shows a step; POST submits its answer and redirects to the first unanswered step. */
export function wizardController(web: WebContext) {
  const { config, journey, services } = web
  const secure = config.PUBLIC_URL.protocol === 'https:'
  const showStep = createShowStep(web)
  const openWith = journeyOpener(web)
  const respond = createResponder(web, showStep)
  const later = retryLater(web, showStep)
  const refuse = malformedRefusal(web)

  return {
    async show(req: Request, res: Response): Promise<void> {
      if (keepsNoCookie(req)) return showCookies(req, res)
      const step = enter(req, res)
      if (!step) return
      const [superseded, alreadyEnded] = await Promise.all([
        isSuperseded(req, step, web),
        step.alreadyEnded?.({ flow: req.session.flow!, services }),
      ])
      const ending = superseded ? 'elsewhere' : alreadyEnded
      return ending ? respond(req, res, step, { kind: 'end', ending }) : showStep(req, res, step, {})
    },

    async submit(req: Request, res: Response): Promise<void> {
      const step = enter(req, res)
      if (!step) return
      if (req.shed) return later.unavailable(req, res, step, tooBusy())
      const { typed } = req
      const asking = { answers: answersOf(req), organisation: config.organisation }
      if (req.malformed || hasUnknownFields(typed, fieldsOf(step, asking))) return refuse(req, res)
      if (switchesMode(typed, res, secure) || asksToStay(req)) return showStep(req, res, step, { typed })
      if (agentPress(req)) return accompany(req, res, step)

      const parsed = parse(step, asking, typed)
      if ('errors' in parsed) return respond(req, res, step, { kind: 'reject', errors: parsed.errors })
      const { values } = parsed
      if (!isOpen(req)) return begin(req, res, step, values)
      if (step.claimedSubject) req.claimed = memberKey(step.claimedSubject(values))
      const outcome = await toOutcome(async () => (await captchaGate(web, req, step)) ?? judge(req, res, step, values))
      await respond(req, res, step, outcome)
    },

    async resend(req: Request, res: Response): Promise<void> {
      const step = enter(req, res)
      if (!step) return
      if (!step.resend) throw new HttpError(404, 'notFound')
      if (req.shed) return later.unavailable(req, res, step, tooBusy())
      const via = requestedDeliveryMethod(step, services, req.typed)
      if (via === 'malformed') return refuse(req, res)
      if (answersOf(req).has(step)) return toCurrentPath(req, res)
      const outcome = await toOutcome(() => step.resend!({ ...submission(req, res), via }))
      if (outcome.kind !== 'accept') return respond(req, res, step, outcome)
      req.audit('authn_token_created', via ?? 'email')
      res.redirect(303, web.urlOf(step.path) + doneQuery('sent'))
    },

    /** A refused resend is shown at the form's own address, whose language links send a GET: it redirects to the step. */
    back(req: Request, res: Response): void {
      const step = journey.find(String(req.params['path']))
      if (!step?.resend) throw new HttpError(404, 'notFound')
      res.redirect(303, web.urlOf(step.path))
    },
  }

  /** Shows the page again with what was typed: nothing is judged, counted or sent. */
  async function accompany(req: Request, res: Response, step: Step): Promise<void> {
    const { typed } = req
    try {
      if (isOpen(req)) await web.assistance.press(req, res, step.slug)
    } catch (error) {
      if (error instanceof Unavailable) return later.unavailable(req, res, step, error)
      throw error
    }
    return showStep(req, res, step, { typed })
  }

  function keepsNoCookie(req: Request): boolean {
    return req.query[STARTED] !== undefined && !isOpen(req) && !req.start && !namesNoSession(req, startCookie(secure))
  }

  function showCookies(req: Request, res: Response) {
    return web.showPage(req, res, { template: 'pages/cookies', title: 'pages.cookies.title' })
  }

  /** The step of this path if the member may visit it; else redirects to the current path and returns undefined. */
  function enter(req: Request, res: Response): Step | undefined {
    const step = journey.find(String(req.params['path']))
    if (!step) throw new HttpError(404, 'notFound')
    if (!req.session.ended && (req.start || isOpen(req)) && journey.mayVisit(step, answersOf(req))) return step
    req.audit('sequence_fail', req.session.ended ? 'ended' : 'out-of-turn')
    toCurrentPath(req, res)
    return undefined
  }

  async function judge(req: Request, res: Response, step: Step, values: Record<string, unknown>) {
    const guess = step.attemptKeys?.({ values, answers: answersOf(req) })
    const submit = () => answer(req, res, step, values)
    return guess ? withAttemptLimits(web, req, guess, submit) : submit()
  }

  async function answer(req: Request, res: Response, step: Step, values: Record<string, unknown>) {
    if (!step.submit) return accept(values)
    return step.submit({
      ...submission(req, res),
      values,
      previousAnswer: journey.previousAnswer(step, answersOf(req)),
    })
  }

  function submission(req: Request, res: Response) {
    return { answers: answersOf(req), flow: req.session.flow!, ip: req.ip, mode: res.locals.mode, services }
  }

  async function begin(req: Request, res: Response, step: Step, values: Record<string, unknown>): Promise<void> {
    const outcome = await toOutcome(async () => {
      const verdict = await answer(req, res, step, values)
      return verdict.kind === 'accept' ? openWith(req, res, step, verdict) : verdict
    })
    return outcome.kind === 'accept' ? toCurrentPath(req, res) : respond(req, res, step, outcome)
  }

  function toCurrentPath(req: Request, res: Response): void {
    res.redirect(303, web.urlOf(currentPath(req, journey)))
  }
}

/** The pressed button's delivery method, or the default; `malformed` if no button of ours sends it (W-14). */
export function requestedDeliveryMethod(
  step: Step,
  services: Services,
  typed: Readonly<Record<string, string>>,
): Via | 'malformed' | undefined {
  const ways = step.ways?.(services)
  const { via = ways?.[0] } = typed
  const way = ways?.find(each => each === via)
  if (via !== way || hasUnknownFields(typed, ways ? { via } : {})) return 'malformed'
  return way
}
