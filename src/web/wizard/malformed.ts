import type { Request, RequestHandler, Response } from 'express'
import type { WebContext } from '../context.ts'
import { HttpError } from '../http-error.ts'
import { destroySession } from '../middleware/session.ts'
import { closingQuery } from '../pages/endings.ts'

type Refuse = (req: Request, res: Response) => Promise<void>

/**
 * Refuses a form that no browser of ours sends. It is never judged, cost no captcha, and so counts in its own session alone,
 * which is over at the fifth (W-14).
 */
export function malformedRefusal({ services, urlOf }: Pick<WebContext, 'services' | 'urlOf'>): Refuse {
  return async (req, res) => {
    // Nothing can be tried before a session, nor any more in one that has ended; its receipt stays.
    const { flow, ended } = req.session
    if (!flow || ended || !(await services.malformed(flow))) throw new HttpError(400, 'badRequest')
    req.audit('authn_login_fail_max', 'guesses')
    await destroySession(req)
    res.redirect(303, urlOf('') + closingQuery('guesses'))
  }
}

/** The same, for forms of a session that only need to be well formed. */
export function wellFormedHere(web: WebContext): RequestHandler {
  const refuse = malformedRefusal(web)
  return (req, res, next) => (req.malformed ? refuse(req, res) : next())
}
