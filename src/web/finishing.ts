import type { Request, Response } from 'express'
import type { ActivationFate } from '../ports.ts'
import { closingQuery } from './closing.ts'
import { endSession } from './end-session.ts'
import { destroySession } from './session.ts'
import { ENDINGS, whereabouts } from './visit.ts'
import type { Web } from './web.ts'

const REFRESH_SECONDS = { least: 3, most: 15 }

/**
 * The page of an activation whose outcome nobody knows yet (REL-I3). It loads itself anew, ever less often, and leads on
 * once the outbox has settled the matter.
 */
export function finishingPage({ journey, services, urlOf, showPage }: Web) {
  const context = { here: urlOf(ENDINGS.finishing) }
  return async (req: Request, res: Response): Promise<void> => {
    const { ended, flow, finishing } = req.session
    if (ended !== 'finishing') return res.redirect(303, urlOf(whereabouts(req, journey)))
    // Set before anything can fail: a page that tells of an outage must come back by itself as well.
    res.set('Refresh', String(refreshSeconds(Date.now() - finishing!.since)))
    const fate = await services.activations.fate(flow!)
    if (fate?.kind === 'pending')
      return showPage(req, res, { template: 'pages/finishing', title: 'pages.finishing.title', context })
    res.removeHeader('Refresh')
    const query = await settle(req, fate)
    res.redirect(303, urlOf(whereabouts(req, journey)) + query)
  }
}

/** Seconds until the page is loaded anew: a fifth of the time that the member has waited, within bounds. */
function refreshSeconds(waitedMs: number): number {
  const { least, most } = REFRESH_SECONDS
  return Math.min(most, Math.max(least, Math.round(waitedMs / 5000)))
}

/** Ends the session as the activation has ended; gives what to add to the address. No trace of it is as good as no end. */
async function settle(req: Request, fate: Exclude<ActivationFate, { kind: 'pending' }> | undefined): Promise<string> {
  switch (fate?.kind) {
    case 'done': {
      const { activatedAt } = fate
      await endSession(req, { ended: 'done', receipt: { ...req.session.finishing!.contacts, activatedAt } })
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
