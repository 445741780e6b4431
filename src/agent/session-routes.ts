import { type Request, type Response, Router } from 'express'
import type { ConsoleContext } from './context.ts'
import { forgetSession } from './session.ts'

/** What an agent does with their own session. */
export function sessionRoutes({ config, sessions, signIn }: ConsoleContext): Router {
  const secure = config.AGENT_PUBLIC_URL.protocol === 'https:'
  return Router({ caseSensitive: true }).post('/rester', stay).post('/deconnexion', signOut)

  /** The press itself has prolonged the session. */
  function stay(req: Request, res: Response): void {
    res.redirect(303, pageBefore(req))
  }

  async function signOut(req: Request, res: Response): Promise<void> {
    const { agent } = req.session
    req.audit('session_expired', 'left')
    await sessions.end(req.sessionID)
    forgetSession(req, res, secure)
    res.redirect(303, (await signIn.signOutUrl?.(agent!)) ?? '/connexion?fin=sortie')
  }
}

/** The page on which a button of the frame was pressed; the first page if the browser does not say. */
function pageBefore(req: Request): '/suivi' | '/' {
  const from = req.get('referer') ?? ''
  return URL.canParse(from) && new URL(from).pathname === '/suivi' ? '/suivi' : '/'
}
