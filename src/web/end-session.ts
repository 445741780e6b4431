import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { renewSession } from './new-id.ts'

/** Under a new id, nothing of the journey is kept but `end`, and what names this passage to an agent. */
export function endSession(req: Request, end: Pick<SessionData, 'ended' | 'receipt' | 'finishing'>): Promise<void> {
  return renewSession(req, end.ended!, ({ flow, openedAt, reference }) => ({
    flow: flow!,
    openedAt: openedAt!,
    reference: reference!,
    answers: {},
    endedAt: Date.now(),
    ...end,
  }))
}
