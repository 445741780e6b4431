import type { Request, Response } from 'express'
import { JUST_SENT } from '../../agent/follow/preview/samples.ts'
import type { CodeState, Via } from '../../ports/index.ts'
import type { WebContext } from '../../web/context.ts'
import { type Done, doneQuery } from '../../web/pages/done-notice.ts'
import { from } from '../../web/times.ts'
import type { Showing } from '../../web/wizard/step-view.ts'
import { createShowStep } from '../../web/wizard/step-view.ts'
import { Answers } from '../../wizard/answers.ts'
import type { Step } from '../../wizard/step.ts'
import { errorsOf } from './error-codes.ts'
import { EVERY_WAY, PHONE_STATES } from './phone-states.ts'
import { withQuery } from './sample-requests.ts'
import { answerTo, CODE_STATES, sampleSession, TYPED } from './samples.ts'
import type { Scene } from './scene.ts'
import { noticesOn } from './step-notices.ts'

const SAMPLE_WAIT = 180
const OPEN_SECONDS = 1800

/** Each step: blank, answered before, in each state of its codes, with each error, each notice and what an action did. */
export function stepScenes(web: WebContext): Scene[] {
  const { steps } = web.journey
  const naming = steps.findIndex(({ subjectOf }) => subjectOf)
  const codePage = steps.find(({ resend }) => resend)
  return steps.flatMap((step, index) => {
    const before = answersTo(steps.slice(0, index))
    const asking = { answers: new Answers(before), organisation: web.config.organisation }
    const scene = (
      name: string,
      showing: Showing,
      answers = before,
      state?: CodeState,
      ways?: readonly Via[],
    ): Scene => ({
      name: `${step.slug}.${name}`,
      show: (req, res) => show(web, req, res, step, showing, answers, state, ways),
    })
    return [
      index === 0 ? begun(scene('blank', {})) : scene('blank', {}, before, JUST_SENT),
      ...(step === steps.at(-1) ? [] : [scene('answered', {}, answersTo(steps.slice(0, index + 1)))]),
      ...(index < naming ? [scene('anotherMember', {}, answersTo([steps[naming]!]))] : []),
      ...(step.resend ? Object.entries(CODE_STATES).map(([name, state]) => scene(name, {}, before, state)) : []),
      ...(step.ways
        ? [
            ...Object.entries(PHONE_STATES).map(([name, state]) => scene(name, {}, before, state, EVERY_WAY)),
            scene(
              'sms.optedOut',
              {},
              optedOut(before),
              { liveSeconds: 0, waitSeconds: 0, sendsLeft: 3, triesLeft: 0 },
              EVERY_WAY,
            ),
          ]
        : []),
      ...(step === codePage
        ? [opened(scene('assistance.open', {})), opened(scene('assistance.followed', {}), SAMPLE_WAIT)]
        : []),
      ...(step.resent ? (['sent', 'changed'] as const) : []).map(done => after(done, scene(`done.${done}`, {}))),
      ...(step === steps.at(-1)
        ? [after('stayed', scene('done.stayed', {})), inNewMode(scene('done.language', {}))]
        : []),
      ...errorsOf(step, asking).map(({ name, errors }) =>
        scene(name, { typed: typedWith(errors), errors, status: 422 }, before, stateWith(errors)),
      ),
      ...noticesOn(step, web).map(key =>
        scene(key, {
          typed: TYPED,
          notice: key,
          failed: !key.startsWith('notices.early'),
          status: /tooMany|early/.test(key) ? 429 : 503,
        }),
      ),
    ]
  })
}

function show(
  web: WebContext,
  req: Request,
  res: Response,
  step: Step,
  showing: Showing,
  answers: Record<string, unknown>,
  state: CodeState = CODE_STATES.sent,
  phoneWays: readonly Via[] = ['sms'],
) {
  Object.assign(req, { session: req.start ? {} : sampleSession(answers) })
  const codes: Pick<WebContext['services']['codes'], 'state'> = { state: async () => state }
  const services = { ...web.services, phoneWays, codes: codes as WebContext['services']['codes'] }
  const question = { ...web.question, ask: () => ({ a: 4, b: 3, token: 'sample' }) }
  return createShowStep({ ...web, services, question })(req, res, step, {
    ...showing,
    ...(showing.notice && { wait: from(SAMPLE_WAIT) }),
  })
}

/** Before the terms are accepted a cookie holds all there is. */
const begun = ({ name, show }: Scene): Scene => ({
  name,
  show: (req, res) => show(Object.assign(req, { start: { place: 'sample', token: 'sample' } }), res),
})

const after = (done: Done, { name, show }: Scene): Scene => ({
  name,
  show: (req, res) => show(withQuery(req, doneQuery(done)), res),
})

/** Opened to an agent, who follows it since so many seconds, if any does. */
const opened = ({ name, show }: Scene, seconds?: number): Scene => ({
  name,
  show(req, res) {
    const [until, followedSince] = [from(OPEN_SECONDS).time, from(-(seconds ?? 0)).time]
    res.locals.assistance = { until, ...(seconds && { followedSince }) }
    return show(req, res)
  },
})

const inNewMode = ({ name, show }: Scene): Scene => ({
  name,
  show(req, res) {
    res.locals.modeIsNew = true
    return show(req, res)
  },
})

const optedOut = (answers: Record<string, unknown>) => ({
  ...answers,
  mobile: { ...Object(answers['mobile']), optedOut: true },
})

const answersTo = (steps: readonly Step[]) => Object.fromEntries(steps.map(({ slug }) => [slug, answerTo(slug)]))

function stateWith({ code, form }: NonNullable<Showing['errors']>): CodeState | undefined {
  if (form) return PHONE_STATES.ways
  return code && Object.entries(CODE_STATES).find(([name]) => name === code.code)?.[1]
}

function typedWith(errors: NonNullable<Showing['errors']>): Record<string, string> {
  const left = Object.entries(errors).flatMap(([name, { code }]) => (code === 'required' ? [[name, '']] : []))
  // An identifier can be wrong only if it is the one chosen.
  const chosen = 'employerId' in errors && { identifierType: 'employerId' }
  return { ...TYPED, ...chosen, ...Object.fromEntries(left) }
}
