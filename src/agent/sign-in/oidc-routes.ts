import { type Request, type Response, Router } from 'express'
import type { ConsoleConfig } from '../../config/index.ts'
import type { Reason } from '../../observability/security-events.ts'
import { logOf } from '../../web/middleware/request-log.ts'
import type { ConsoleContext, SignInWay } from '../context.ts'
import { createSignIn } from '../session.ts'
import { type Attempt, createOidc, type Oidc, type Problem } from './oidc.ts'
import { signInCookie } from './sign-in-cookie.ts'

const STATUS: Record<Problem, number> = { provider: 503, refused: 403, role: 403, 'second-factor': 403 }
const REASON: Record<Problem, Reason> = {
  provider: 'provider',
  refused: 'wrong',
  role: 'role',
  'second-factor': 'second-factor',
}

const OTHERS = ['cross-site', 'same-site']

/** Sign-in at an identity provider: a page with one button, so that who has signed out stays signed out. */
export function createOidcWay(config: ConsoleConfig): SignInWay {
  const oidc = createOidc(config)
  return {
    routes: web => oidcRoutes(web, oidc),
    // The provider is asked at the sign-in alone; the session is at an end after ten hours.
    isValid: async () => true,
    signOutUrl: async ({ idToken }) => (idToken === undefined ? undefined : oidc.signOutUrl(idToken)),
  }
}

function oidcRoutes({ config, sessions, showPage }: ConsoleContext, oidc: Oidc): Router {
  const underWay = signInCookie(config.AGENT_SESSION_KEYS, config.AGENT_PUBLIC_URL.protocol === 'https:')
  const begin = createSignIn(config, sessions)
  return Router({ caseSensitive: true })
    .get('/connexion', (req, res) => (req.session.agent ? res.redirect(303, '/') : show(req, res)))
    .get('/connexion/fournisseur', leave)
    .get('/connexion/retour', comeBack)

  /** A link, not a form: `form-action` would stop a form at the redirect to another origin. It changes nothing here. */
  async function leave(req: Request, res: Response): Promise<void> {
    // Otherwise another site could sign in an agent who has signed out.
    if (OTHERS.includes(req.get('sec-fetch-site') ?? '')) return res.redirect(303, '/connexion')
    const begun = await oidc.begin()
    if (begun.kind === 'provider') return fail(req, res, begun)
    underWay.give(res, { token: undefined, ...begun.attempt })
    res.redirect(303, begun.url.href)
  }

  async function comeBack(req: Request, res: Response): Promise<void> {
    const attempt = attemptIn(underWay.read(req))
    underWay.forget(res)
    if (!attempt) {
      if (req.query['state'] !== undefined) req.audit('authn_login_fail', 'expired')
      return res.redirect(303, '/connexion')
    }
    const result = await oidc.finish(new URL(req.originalUrl, config.AGENT_PUBLIC_URL), attempt)
    if (result.kind !== 'in') return fail(req, res, result)
    const { account, name, role, idToken } = result
    await begin(req, { account, name, role, idToken })
    res.redirect(303, '/')
  }

  function fail(req: Request, res: Response, { kind, account, cause }: Failed): void {
    req.audit('authn_login_fail', REASON[kind], { agent: account })
    if (cause) logOf(req).warn({ cause }, 'sign-in at the identity provider failed')
    show(req, res, kind)
  }

  function show(req: Request, res: Response, problem?: Problem): void {
    const left = req.query['fin'] === 'sortie'
    const over = req.query['fin'] === 'terminee'
    showPage(req, res, {
      template: 'sign-in-provider',
      title: 'console.signIn.title',
      status: problem ? STATUS[problem] : 200,
      failed: problem !== undefined,
      context: { problem, left, over },
    })
  }
}

interface Failed {
  kind: Problem
  account?: string
  cause?: string
}

function attemptIn(underWay: Record<string, unknown> | undefined): Attempt | undefined {
  const { state, nonce, verifier } = underWay ?? {}
  if (typeof state !== 'string' || typeof nonce !== 'string' || typeof verifier !== 'string') return undefined
  return { state, nonce, verifier }
}
