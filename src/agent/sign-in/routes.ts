import { type Request, type Response, Router } from 'express'
import type { ConsoleConfig } from '../../config/index.ts'
import { clean } from '../../domain/fields/clean.ts'
import { sixDigits } from '../../domain/fields/typed-code.ts'
import type { Logger } from '../../observability/log.ts'
import type { Limiter, ReplayGuard } from '../../ports/index.ts'
import { HttpError } from '../../web/http-error.ts'
import { isSame } from '../../web/middleware/start-cookie.ts'
import { shown } from '../../web/pages/form-again.ts'
import { fromMinute, retryAfter } from '../../web/times.ts'
import type { ConsoleContext, SignInWay } from '../context.ts'
import { createSignIn } from '../session.ts'
import { createAccounts } from './accounts.ts'
import { knownBrowser } from './known-browser.ts'
import { createLocalSignIn, type Typed } from './local.ts'
import { signInCookie } from './sign-in-cookie.ts'
import { createTotp } from './totp.ts'

interface Needs {
  config: ConsoleConfig
  limiter: Limiter
  replays: ReplayGuard
  verify(hash: string, password: string): Promise<boolean>
  log: Logger
}

const FIELDS = ['name', 'password', 'code'] as const
type Field = (typeof FIELDS)[number]

/** Sign-in by an account of AGENT_ACCOUNTS_FILE: name, password and code on one page. */
export function createLocalWay({ config, verify, limiter, replays, log }: Needs): SignInWay {
  const { find } = createAccounts(config.AGENT_ACCOUNTS_FILE!)
  const totp = createTotp(config.AGENT_SESSION_KEYS)
  const { signIn: limits } = config.limits.assistance
  const onUnreadable = (account: string) =>
    log.warn({ account }, 'AGENT_SESSION_KEYS: none opens the second factor of this account: npm run agent:reset')
  const judge = createLocalSignIn({ find, verify, totp, limiter, replays, limits, onUnreadable })
  return {
    routes: web => localRoutes(web, judge),
    async isValid({ account, since }) {
      const known = await find(account)
      return known !== undefined && !known.disabled && known.changedAt <= since
    },
  }
}

function localRoutes(
  { config, sessions, showPage }: ConsoleContext,
  judge: ReturnType<typeof createLocalSignIn>,
): Router {
  const secure = config.AGENT_PUBLIC_URL.protocol === 'https:'
  const underWay = signInCookie(config.AGENT_SESSION_KEYS, secure)
  const browsers = knownBrowser(config.AGENT_SESSION_KEYS, secure)
  const begin = createSignIn(config, sessions)
  const router = Router({ caseSensitive: true })
  router.get('/connexion', (req, res) => (req.session.agent ? res.redirect(303, '/') : show(req, res)))
  router.post('/connexion', signIn)
  return router

  async function signIn(req: Request, res: Response): Promise<void> {
    const { token } = underWay.read(req) ?? {}
    // The page has stood open for too long, or the browser keeps no cookies.
    if (token === undefined) return res.redirect(303, '/connexion')
    if (!isSame(token, req.typed['_token'] ?? '')) {
      req.audit('malicious_csrf', 'form-token')
      throw new HttpError(403, 'forbidden')
    }
    const typed = typedIn(req)
    const missing = FIELDS.filter(name => !typed[name])
    if (missing.length > 0) return show(req, res, missing)
    const result = await judge(typed, req.ip, browsers.idFor(req, typed.name))
    if (result.kind === 'limited') {
      if (result.counted) req.audit('authn_login_lock', result.by)
      return tooMany(req, res, result.seconds)
    }
    if (result.kind === 'wrong') {
      req.audit('authn_login_fail', result.why, { agent: result.account })
      return show(req, res, ['wrong'])
    }
    const { account, role, since } = result
    await begin(req, { account, role, since })
    browsers.remember(req, res, account)
    underWay.forget(res)
    res.redirect(303, '/')
  }

  /** Neither a password nor a code is shown again. */
  function show(req: Request, res: Response, errors: readonly (Field | 'wrong')[] = []): void {
    const { token } = underWay.give(res, { token: underWay.read(req)?.token })
    const failed = errors.length > 0
    const context = { token, errors, name: shown(req.typed['name']), ended: ENDED.get(String(req.query['fin'])) }
    showPage(req, res, {
      template: 'sign-in',
      title: 'console.signIn.title',
      status: failed ? 422 : 200,
      failed,
      context,
    })
  }

  function tooMany(req: Request, res: Response, seconds: number): void {
    const wait = fromMinute(seconds)
    retryAfter(res, wait)
    showPage(req, res, { template: 'too-many', title: 'console.tooMany.title', status: 429, context: { wait } })
  }
}

/** `?fin=`: why there is no session any more. */
const ENDED = new Map([
  ['terminee', 'console.signIn.over'],
  ['sortie', 'console.signIn.left'],
])

/** A field that cannot be right is empty. */
function typedIn({ typed }: Request): Typed {
  const code = sixDigits.safeParse(typed['code'] ?? '')
  return {
    name: clean((typed['name'] ?? '').slice(0, 64)).toLowerCase(),
    password: (typed['password'] ?? '').slice(0, 512),
    code: code.success ? code.data : '',
  }
}
