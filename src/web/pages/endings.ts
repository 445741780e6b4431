import type { Request, Response } from 'express'
import type { ActivationFate } from '../../ports/index.ts'
import type { Ending } from '../../wizard/verdict.ts'
import type { WebContext } from '../context.ts'
import { destroySession } from '../middleware/session.ts'
import { currentPath, ENDINGS } from '../position.ts'
import { endSession } from '../session-ids.ts'

/** Without scripts; with them `assets/browser/finishing.ts` looks, and the page stays as it is (WCAG F41). */
const REFRESH_SECONDS = 15

/**
 * The page of an activation whose outcome nobody knows yet (REL-I3). It looks again by itself, and leads on once the outbox
 * has settled the matter.
 */
export function finishingPage({ journey, services, urlOf, showPage, funnel }: WebContext) {
  const context = { here: urlOf(ENDINGS.finishing), refreshSeconds: REFRESH_SECONDS }
  return async (req: Request, res: Response): Promise<void> => {
    const { ended, flow } = req.session
    if (ended !== 'finishing') return res.redirect(303, urlOf(currentPath(req, journey)))
    const fate = await services.activations.fate(flow!)
    if (fate?.kind === 'pending')
      return showPage(req, res, { template: 'pages/finishing', title: 'pages.finishing.title', context })
    const query = await settle(req, fate)
    if (fate?.kind === 'done') funnel(journey.steps.at(-1)!.slug, 'left')
    res.redirect(303, urlOf(currentPath(req, journey)) + query)
  }
}

/** Ends the session as the activation has ended; gives what to add to the address. No trace of it is as good as no end. */
async function settle(req: Request, fate: Exclude<ActivationFate, { kind: 'pending' }> | undefined): Promise<string> {
  switch (fate?.kind) {
    case 'done': {
      const { activatedAt } = fate
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

/** Why a session was closed by us, as the address of the start page says it: words of ours alone (W-10, W-15). */
const REASONS = { guesses: 'essais', elsewhere: 'ailleurs', unfinished: 'inachevee' } as const

/** What to append to the start page's address, so that it tells the member. */
export function closingQuery(ending: Ending): string {
  return ending in REASONS ? `?fin=${REASONS[ending as keyof typeof REASONS]}` : ''
}

/** The reason given after a form of a session that is over, whose cookie may be gone with it: another tab has erased both. */
export const EXPIRED = 'expiree'

/** The copy that tells why the session is over, and the word for it in the address, which a link to this page keeps. */
export function closingCopy({ query: { fin } }: Request): { title: string; text: string; fin: string | undefined } {
  const [reason, word] = Object.entries(REASONS).find(([, word]) => word === fin) ?? []
  if (reason) return { title: 'pages.closed.title', text: `pages.closed.${reason}`, fin: word }
  return { title: 'pages.expired.title', text: 'pages.expired.text', fin: fin === EXPIRED ? fin : undefined }
}
