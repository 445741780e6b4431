import { isLoopback, isSafe } from '../loopback.ts'
import { SHARED_RULES } from '../public-rules.ts'
import { allDiffer } from '../values/key-list.ts'
import { type ConsoleSettings, consoleVariables } from './variables.ts'

const OIDC = [
  'AGENT_OIDC_ISSUER',
  'AGENT_OIDC_CLIENT_ID',
  'AGENT_OIDC_CLIENT_SECRET',
  'AGENT_OIDC_ROLE_CLAIM',
  'AGENT_OIDC_AGENT_ROLE',
  'AGENT_OIDC_SUPERVISOR_ROLE',
  'AGENT_OIDC_MFA',
] as const

export const ConsoleEnvironment = consoleVariables.superRefine(
  (it, { issues, addIssue }) => {
    const broken = new Set<unknown>(issues.map(({ path }) => path?.[0]))
    const check = (
      name: keyof ConsoleSettings,
      others: readonly (keyof ConsoleSettings)[],
      holds: () => boolean,
      message: string,
    ) => {
      if (![name, ...others].some(each => broken.has(each)) && !holds())
        addIssue({ code: 'custom', path: [name], message })
    }
    const { AGENT_PUBLIC_URL: own, AGENT_OIDC_ISSUER: issuer } = it
    const isPublic = () => !isLoopback(own.hostname)
    const origin = 'must be an origin, without a path or anything else'
    check('AGENT_PUBLIC_URL', [], () => own.href === `${own.origin}/`, origin)
    check('AGENT_PUBLIC_URL', [], () => isSafe(own), 'must be https: unless its host is loopback')
    check(
      'ADMIN_PORT',
      ['AGENT_PORT'],
      () => it.ADMIN_PORT !== it.AGENT_PORT || it.AGENT_PORT === 0,
      'must differ from AGENT_PORT',
    )
    const keys = () => allDiffer([...it.AGENT_SESSION_KEYS, ...it.LIVE_VIEW_KEYS])
    check('AGENT_SESSION_KEYS', ['LIVE_VIEW_KEYS'], keys, 'AGENT_SESSION_KEYS and LIVE_VIEW_KEYS must not share a key')
    const hasOidc = OIDC.some(name => it[name] !== undefined || broken.has(name))
    const one = () => (it.AGENT_ACCOUNTS_FILE !== undefined) !== hasOidc
    check('AGENT_ACCOUNTS_FILE', [], one, 'either this or AGENT_OIDC_ISSUER is needed, and not both')
    for (const name of hasOidc ? OIDC : [])
      check(name, [], () => it[name] !== undefined, 'is needed for OpenID Connect')
    check('AGENT_OIDC_ISSUER', [], () => !issuer || isSafe(issuer), 'must be https: unless its host is loopback')
    for (const { name, isBad, problem } of SHARED_RULES) {
      const message = problem.replace('PUBLIC_URL', 'AGENT_PUBLIC_URL')
      check(name, ['AGENT_PUBLIC_URL'], () => !isPublic() || !isBad(it), message)
    }
  },
  // Runs even if other checks fail, so that the operator sees all problems at once.
  { when: () => true },
)
