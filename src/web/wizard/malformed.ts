import type { Request, RequestHandler, Response } from 'express'
import type { WebContext } from '../context.ts'
import { HttpError } from '../http-error.ts'
import { destroySession } from '../middleware/session.ts'
import { closingQuery } from '../pages/endings.ts'

type Refuse = (req: Request, res: Response) => Promise<void>

/** Refuses a form our pages cannot send; it passed no captcha, so its session alone counts it and ends at 5 (W-14). */
export function malformedRefusal({ services, urlOf }: Pick<WebContext, 'services' | 'urlOf'>): Refuse {
  return async (req, res) => {
    // Without a session, or after its end, there is nothing to guess; an ended session keeps its receipt.
    const { flow, ended } = req.session
    if (!flow || ended || !(await services.malformed(flow))) throw new HttpError(400, 'badRequest')
    req.audit('authn_login_fail_max', 'guesses')
    await destroySession(req)
    res.redirect(303, urlOf('') + closingQuery('guesses'))
  }
}

export function wellFormedHere(web: WebContext): RequestHandler {
  const refuse = malformedRefusal(web)
  return (req, res, next) => (req.malformed ? refuse(req, res) : next())
}
