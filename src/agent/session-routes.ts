import { type Request, type Response, Router } from 'express'
import type { ConsoleContext } from './context.ts'
import { forgetSession } from './session.ts'

export function sessionRoutes({ config, sessions, signIn, showPage }: ConsoleContext): Router {
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
    const url = await signIn.signOutUrl?.(agent!)
    if (!url) return res.redirect(303, '/connexion?fin=sortie')
    // Not by a redirect: `form-action` would stop the form there. Nor by a header: the token in it is longer than a proxy's buffer.
    showPage(req, res, { template: 'signing-out', title: 'console.signIn.left', context: { url } })
  }
}

/** The page on which a button of the frame was pressed; the first page if the browser does not say. */
function pageBefore(req: Request): string {
  const from = req.get('referer') ?? ''
  if (!URL.canParse(from)) return '/'
  const { pathname, search } = new URL(from)
  return PAGES.test(pathname) ? pathname + search : '/'
}

const PAGES = /^\/(?:suivi(?:\/bilan)?|guide(?:\/[a-z-]+)?|journee)$/
