import type { RequestHandler } from 'express'
import type { Window } from '../../ports/index.ts'
import type { ShowPage } from '../page.ts'
import { rateLimitedPage } from '../pages/rate-limited.ts'
import { isOpen, type SupersedingStore } from './session.ts'

/** Answers 429 to a session that asks for more than a person can in the time; what it costs to count is part of reading it (S-10). */
export function requestBudget([most]: Window, showPage: ShowPage): RequestHandler {
  const showRateLimited = rateLimitedPage(showPage)
  return (req, res, next) => {
    const visits = isOpen(req) && (req.sessionStore as unknown as SupersedingStore).visitsOf(req.session)
    if (!visits || visits.visits <= most) return next()
    // One line for each window, however many requests come.
    if (visits.visits === most + 1) req.audit('excess_rate_limit_exceeded', 'requests')
    showRateLimited(req, res, visits.secondsLeft)
  }
}
