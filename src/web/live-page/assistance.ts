import type { Request, RequestHandler, Response } from 'express'
import type { Config } from '../../config/index.ts'
import { type Closer, type SharedPage, unlessUnavailable } from '../../ports/index.ts'
import type { Journey } from '../../wizard/journey.ts'
import { logOf } from '../middleware/request-log.ts'
import { absoluteEnd, secondsLeft } from '../middleware/session.ts'
import type { Page, ShowPage } from '../page.ts'
import { agentPress } from './press.ts'
import { rememberOpening } from './remember.ts'
import { keepTrail, taken } from './trail.ts'
import { createViewOf } from './view.ts'
import { PAGE_SHOWN } from './words.ts'

declare global {
  namespace Express {
    interface Locals {
      assistance?: { until: Date; followedSince?: Date }
    }
  }
}

interface Parts {
  config: Pick<Config, 'limits' | 'BASE_PATH'>
  journey: Journey
  shared: SharedPage
  nameOf(flow: string): string
}

export type Assistance = ReturnType<typeof createAssistance>

/** The pages that a member has opened to an agent. Those of all others cost nothing before they end. */
export function createAssistance({ config: { limits, BASE_PATH: base }, journey, shared, nameOf }: Parts) {
  const viewOf = createViewOf({ limits }, journey)

  return {
    /** Keeps the events of opened pages; those that no page has stored are stored after the response. */
    watch: ((req, res, next) => {
      if (req.session?.flow !== undefined) req.closeToAgents = () => close(req, 'session')
      if (isOpen(req)) keepTrail(req, res, shared, slugOf(req))
      next()
    }) satisfies RequestHandler,

    /** Shows a page to the member, and to the agent if it is open; if the latter fails, the member still gets it. */
    showing(showPage: ShowPage): ShowPage {
      return (req, res, page) =>
        req.happenings && isOpen(req) ? showOpened(showPage, req, res, page) : showPage(req, res, page)
    },

    /** Does what the member's button on the page of the step `slug` asks. Throws `Unavailable`. */
    async press(req: Request, res: Response, slug: string | undefined): Promise<void> {
      const asked = agentPress(req)
      if (asked === 'open' && slug) await open(req, res, slug)
      if (asked === 'close') await closeForMember(req)
    },
  }

  async function open(req: Request, res: Response, slug: string): Promise<void> {
    const until = Math.min(Date.now() + limits.assistance.openSeconds * 1000, absoluteEnd(limits, req.session))
    req.session.assisted = until
    const { flow, reference } = req.session
    const seconds = secondsOpen(req)
    const view = viewOf(req, res, { template: slug, title: '' })
    const happenings = [...taken(req), { at: view.at, event: 'assistance_opened', page: slug }]
    await shared.open(flow!, reference!, { view, happenings, seconds, at: view.at })
    await rememberOpening(req, until).catch(async error => {
      await shared.close(flow!, 'session').catch(unlessUnavailable)
      throw error
    })
    req.audit('assistance_opened', undefined, { page: nameOf(flow!), seconds })
    // Stored with the opening already.
    if (req.happenings) taken(req)
    else keepTrail(req, res, shared, slugOf(req))
  }

  async function closeForMember(req: Request): Promise<void> {
    await close(req, 'member')
    await rememberOpening(req, undefined)
    // Another form may have opened it before that was remembered.
    await close(req, 'member')
  }

  /** Also if this session does not know that its page is open: then another request has just opened it. */
  async function close(req: Request, by: Closer): Promise<void> {
    const wasOpen = req.happenings !== undefined
    const { flow } = req.session
    await shared.close(flow!, by)
    req.happenings = undefined
    if (wasOpen) req.audit('assistance_closed', undefined, { page: nameOf(flow!), by })
  }

  async function showOpened(showPage: ShowPage, req: Request, res: Response, page: Page): Promise<void> {
    const until = new Date(req.session.assisted!)
    try {
      const view = viewOf(req, res, page)
      const isNews = req.method !== 'POST' || view.page !== slugOf(req) || agentPress(req) === 'open'
      if (isNews) req.happenings?.push({ at: view.at, event: PAGE_SHOWN, page: view.page })
      const shown = { view, happenings: taken(req), seconds: secondsOpen(req), at: view.at }
      const showing = await shared.show(req.session.flow!, shown)
      if (showing.kind === 'closed') req.happenings = undefined
      else {
        const { followedSince } = showing
        res.locals.assistance = { until, ...(followedSince && { followedSince: new Date(followedSince) }) }
      }
    } catch (err) {
      logOf(req).error({ err }, 'live page not shown')
      res.locals.assistance = { until }
    }
    return showPage(req, res, page)
  }

  function slugOf({ originalUrl }: Request): string | undefined {
    const [path = ''] = originalUrl.slice(base.length + 1).split(/[/?]/)
    return journey.find(path)?.slug
  }

  function secondsOpen({ session }: Request): number {
    const seconds = Math.floor((session.assisted! - Date.now()) / 1000)
    return Math.max(1, Math.min(seconds, secondsLeft(limits, session)))
  }
}

/** Whether the pages of this session are open to an agent, as far as the session knows. */
function isOpen({ session }: Request): boolean {
  return session?.flow !== undefined && session.assisted !== undefined && session.assisted > Date.now()
}
