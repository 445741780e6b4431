import type { AssistanceLimits } from '../../config/limits/assistance.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { networksOf } from '../../domain/networks/network.ts'
import { takeRunSettle } from '../../domain/take-run-settle.ts'
import type { Bucket, Limiter, ReplayGuard } from '../../ports/index.ts'
import type { Role } from '../session.ts'
import { ACCOUNT_NAME, type Account } from './accounts.ts'
import { SPENT_SECONDS, stepOf, type Totp } from './totp.ts'

export interface Typed {
  name: string
  password: string
  code: string
}

/** `account` and `why` are for the audit trail: the page says the same of every cause. */
export type SignInResult =
  | { kind: 'in'; account: string; role: Role; since: number }
  | { kind: 'wrong'; account?: string | undefined; why: 'unknown-id' | 'wrong' | 'used' | 'disabled' }
  | { kind: 'limited'; by: 'name' | 'network'; seconds: number; counted: boolean }

interface Needs {
  find(name: string): Promise<Account | undefined>
  verify(hash: string, password: string): Promise<boolean>
  totp: Totp
  limiter: Limiter
  replays: ReplayGuard
  limits: AssistanceLimits['signIn']
  /** Called if no key opens the second factor of an account. */
  onUnreadable(account: string): void
}

/** A hash of a password that nobody has, with the parameters of all: an unknown name costs the same time. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$zmUTJ8Bm0ZUCkmfVzXkPVJ0fSvZ4mbCdpc2KEEPqhXE'
const NOBODYS_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** Signs agents in by name, password and code; failures count per name and network, or per `browser` known to the account. Throws `Unavailable`. */
export function createLocalSignIn({ find, verify, totp, limiter, replays, limits, onUnreadable }: Needs) {
  return async (typed: Typed, ip: string | undefined, browser?: string): Promise<SignInResult> => {
    const where = browser ? `browser:${browser}:` : ''
    const ofName: Bucket = { key: `agent-sign-in:name:${where}${typed.name}`, windows: limits.perName }
    const ofNetworks = networksOf(ip).map(({ name, times }) => ({
      key: `agent-sign-in:network:${name}`,
      windows: limits.perNetwork.map(([count, seconds]) => [count * times, seconds] as const),
    }))
    const buckets = browser ? [ofName] : [ofName, ...ofNetworks]
    const ran = await takeRunSettle(
      limiter,
      buckets,
      () => judge(typed),
      ({ kind }) => ({ keep: kind === 'in' ? [] : buckets.map(({ key }) => key) }),
    )
    if (ran.allowed) return ran.result
    const { key, retryAfterSeconds: seconds, unsettled = false } = ran
    return { kind: 'limited', by: key === ofName.key ? 'name' : 'network', seconds, counted: !unsettled }
  }

  /** Does the same work whatever is wrong, so that the time reveals nothing. */
  async function judge({ name, password, code }: Typed): Promise<SignInResult> {
    const since = Date.now()
    const account = ACCOUNT_NAME.test(name) ? await find(name) : undefined
    const isPassword = await verify(account?.passwordHash ?? NOBODYS, password)
    const secret = account && totp.open(account.sealedSecret, account.name)
    if (account && secret === undefined) onUnreadable(account.name)
    const step = stepOf(secret ?? NOBODYS_SECRET, code)
    const isRight = account && secret && isPassword && step !== undefined && !account.disabled
    // A wrong sign-in spends nothing of the account: a stranger could use up an agent's code.
    const isFresh = await replays.useOnce(isRight ? `agent-totp ${name} ${step}` : randomToken(16), SPENT_SECONDS)
    if (!account) return { kind: 'wrong', why: 'unknown-id' }
    if (isRight && isFresh) return { kind: 'in', account: name, role: account.role, since }
    return { kind: 'wrong', account: name, why: account.disabled ? 'disabled' : isRight ? 'used' : 'wrong' }
  }
}
