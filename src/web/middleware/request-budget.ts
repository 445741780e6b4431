import type { RequestHandler } from 'express'
import type { Window } from '../../ports/index.ts'
import type { ShowPage } from '../page.ts'
import { rateLimitedPage } from '../pages/rate-limited.ts'
import { isOpen, storeOf } from './session.ts'

/** Answers 429 to a session with more requests than a person can make; the store counts them on read, at no extra trip (S-10). */
export function requestBudget([most]: Window, showPage: ShowPage): RequestHandler {
  const showRateLimited = rateLimitedPage(showPage)
  return (req, res, next) => {
    const visits = isOpen(req) && storeOf(req).visitsOf(req.session)
    if (!visits || visits.visits <= most) return next()
    // One audit line per window.
    if (visits.visits === most + 1) req.audit('excess_rate_limit_exceeded', 'requests')
    return showRateLimited(req, res, visits.secondsLeft)
  }
}
