import type { Request, Response } from 'express'
import type { Config } from '../../config/index.ts'
import { createLiveView, type LiveView, MOST_ERRORS } from '../../domain/live-view.ts'
import { contactsForAgents, proof } from '../../journey.ts'
import { Answers } from '../../wizard/answers.ts'
import type { Journey } from '../../wizard/journey.ts'
import { absoluteEnd, secondsLeft } from '../middleware/session.ts'
import type { Page } from '../page.ts'
import type { ErrorView } from '../wizard/field-views.ts'
import { LIVE_WORDS } from './words.ts'

interface Drawn {
  step?: { slug: string }
  page?: string
  errors?: readonly ErrorView[]
  notice?: string
  wait?: { time?: Date; date?: Date }
  fields?: object
  viewData?: { ways?: unknown } | undefined
}

export type ViewOf = (req: Request, res: Response, page: Page) => LiveView

const STATUSES = [200, 422, 429, 503]
const MOST_COUNTED = 128
const Words = createLiveView(LIVE_WORDS)

/** What an agent may know of a page of this session; made nowhere else (AG-2). Throws if it is not in closed words. */
export function createViewOf({ limits }: Pick<Config, 'limits'>, journey: Journey): ViewOf {
  return ({ session }, res, { template, status = 200, done, context = {} }) => {
    const { step, page: error, errors = [], notice, wait, fields = {}, viewData }: Drawn = context
    const page = step?.slug ?? (error ? `error.${error}` : template.replace('pages/', ''))
    const answers = new Answers(session.answers ?? {})
    const figures = errors.slice(0, MOST_ERRORS).map(each => figuresOf(each, LIVE_WORDS.codePages.includes(page)))
    const now = Date.now()
    return Words.parse({
      at: now,
      page,
      status: STATUSES.includes(status) ? status : 'other',
      frontier: session.ended ? undefined : journey.frontier(answers)?.slug,
      mode: res.locals.mode,
      errors: figures,
      notice: notice ?? (status < 400 ? done : undefined),
      questions: page === proof.slug ? Object.keys(fields) : undefined,
      ...contactsForAgents(answers),
      lockedUntil: status === 429 ? (timeOf(wait) ?? figures.find(({ until }) => until)?.until) : undefined,
      retryFrom: status === 503 ? timeOf(wait) : undefined,
      idleEnd: now + secondsLeft(limits, session, now) * 1000,
      absoluteEnd: absoluteEnd(limits, session),
      openUntil: session.assisted,
      ways: viewData?.ways,
    })
  }
}

/** The figures of an error's sentence, but none of its texts, which may be typed. */
function figuresOf({ key, params: { left, count, time } }: ErrorView, isCodePage: boolean) {
  return {
    key,
    ...(isCodePage && typeof left === 'number' && { left }),
    ...(typeof count === 'number' && count <= MOST_COUNTED && { count }),
    ...(time instanceof Date && { until: time.getTime() }),
  }
}

const timeOf = (wait?: Drawn['wait']): number | undefined => (wait?.time ?? wait?.date)?.getTime()
