import type { Request, Response } from 'express'
import type { SessionData } from 'express-session'
import type { ActivationStatus } from '../../ports/index.ts'
import type { Ending } from '../../wizard/verdict.ts'
import type { WebContext } from '../context.ts'
import { destroySession } from '../middleware/session.ts'
import { currentPath, ENDINGS } from '../position.ts'
import { endSession } from '../session-ids.ts'

/** Without scripts only; with them `assets/browser/finishing.ts` polls without reloading the page (WCAG F41). */
const REFRESH_SECONDS = 15

/** The page of an activation with unknown outcome: polls, and redirects once the outbox has settled it (REL-I3). */
export function finishingPage(web: WebContext) {
  const { journey, services, urlOf, showPage } = web
  const context = { here: urlOf(ENDINGS.finishing), refreshSeconds: REFRESH_SECONDS }
  return async (req: Request, res: Response): Promise<void> => {
    const { ended, flow } = req.session
    if (ended !== 'finishing') return res.redirect(303, urlOf(currentPath(req, journey)))
    const status = await services.activations.status(flow!)
    if (status?.kind === 'pending')
      return showPage(req, res, { template: 'pages/finishing', title: 'pages.finishing.title', context })
    const query = await settle(req, status)
    if (status?.kind === 'done') countFinished(web, req.session)
    res.redirect(303, urlOf(currentPath(req, journey)) + query)
  }
}

/** Counts a journey that has led to an account: its last step is left, and it has lasted since it was opened. */
export function countFinished({ journey, funnel, finished }: WebContext, session: Partial<SessionData>): void {
  funnel(journey.steps.at(-1)!.slug, 'left')
  finished((Date.now() - session.openedAt!) / 1000, session.assisted !== undefined)
}

/** Ends the session as the activation ended; returns the query for the redirect. A lost outcome counts as unfinished. */
async function settle(
  req: Request,
  status: Exclude<ActivationStatus, { kind: 'pending' }> | undefined,
): Promise<string> {
  switch (status?.kind) {
    case 'done': {
      const { activatedAt } = status
      await endSession(req, { ended: 'done', receipt: { ...req.session.finishing!, activatedAt } })
      return ''
    }
    case 'already-active':
      await endSession(req, { ended: 'already-active' })
      return ''
    default:
      await destroySession(req)
      return closingQuery('unfinished')
  }
}

/** Why the service closed a session, as words in the start page's query; other words are ignored (W-10, W-15). */
const REASONS = { guesses: 'essais', elsewhere: 'ailleurs', unfinished: 'inachevee' } as const

/** The query that makes the start page explain this ending; '' if it has none. */
export function closingQuery(ending: Ending): string {
  return ending in REASONS ? `?fin=${REASONS[ending as keyof typeof REASONS]}` : ''
}

/** The word after a form of an expired session; its cookie may be gone too, erased from another tab. */
export const EXPIRED = 'expiree'

/** The copy that explains why the session is over, and its query word, which language links keep. */
export function closingCopy({ query: { fin } }: Request): { title: string; text: string; fin: string | undefined } {
  const [reason, word] = Object.entries(REASONS).find(([, word]) => word === fin) ?? []
  if (reason) return { title: 'pages.closed.title', text: `pages.closed.${reason}`, fin: word }
  return { title: 'pages.expired.title', text: 'pages.expired.text', fin: fin === EXPIRED ? fin : undefined }
}
