import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { renewSession } from './session-ids.ts'

/**
 * Under a new id, nothing of the journey is kept but `end`, and what names this passage to an agent. An account that is made,
 * or being made, ends it whatever another form has answered meanwhile; one that was active does not end another member's.
 */
export function endSession(req: Request, end: Pick<SessionData, 'ended' | 'receipt' | 'finishing'>): Promise<void> {
  const keep = ({ flow, openedAt, reference }: Partial<SessionData>) => ({
    flow: flow!,
    openedAt: openedAt!,
    reference: reference!,
    answers: {},
    endedAt: Date.now(),
    ...end,
  })
  return renewSession(req, end.ended!, keep, end.ended !== 'already-active')
}
