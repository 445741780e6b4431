import type { Request, Response } from 'express'
import type { ActivationFate } from '../../ports/index.ts'
import { password } from '../../steps/password.ts'
import type { Web } from '../context.ts'
import { destroySession } from '../middleware/session.ts'
import { endSession } from '../wizard/end-session.ts'
import { ENDINGS, whereabouts } from '../wizard/position.ts'
import { closingQuery } from './session-ended.ts'

/** Without scripts; with them `assets/browser/finishing.ts` looks, and the page stays as it is (WCAG F41). */
const REFRESH_SECONDS = 15

/**
 * The page of an activation whose outcome nobody knows yet (REL-I3). It looks again by itself, and leads on once the outbox
 * has settled the matter.
 */
export function finishingPage({ journey, services, urlOf, showPage, funnel }: Web) {
  const context = { here: urlOf(ENDINGS.finishing), refreshSeconds: REFRESH_SECONDS }
  return async (req: Request, res: Response): Promise<void> => {
    const { ended, flow } = req.session
    if (ended !== 'finishing') return res.redirect(303, urlOf(whereabouts(req, journey)))
    const fate = await services.activations.fate(flow!)
    if (fate?.kind === 'pending')
      return showPage(req, res, { template: 'pages/finishing', title: 'pages.finishing.title', context })
    const query = await settle(req, fate)
    if (fate?.kind === 'done') funnel(password.slug, 'left')
    res.redirect(303, urlOf(whereabouts(req, journey)) + query)
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
