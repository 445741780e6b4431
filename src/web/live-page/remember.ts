import type { Request } from 'express'
import { SessionNewer } from '../../ports/index.ts'
import { reloadSession, saveSession } from '../middleware/session.ts'

declare module 'express-session' {
  interface SessionData {
    /** Until when the member has opened their pages to an agent, in milliseconds since 1970; 0 once they have closed them. */
    assisted?: number
  }
}

/** Saves over what another form has changed in between: a press must not lose what is typed. */
export async function rememberOpening(req: Request, until: number | undefined): Promise<void> {
  for (let again = false; ; again = true)
    try {
      req.session.assisted = until ?? 0
      return await saveSession(req)
    } catch (error) {
      if (!(error instanceof SessionNewer) || again) throw error
      await reloadSession(req)
      if (req.session.ended) throw error
    }
}
