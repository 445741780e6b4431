import { Secret, TOTP } from 'otpauth'
import { keysFor } from '../../domain/crypto/keyed-hash.ts'
import { Sealer } from '../../domain/crypto/seal.ts'
import { CLOCKS_APART_SECONDS } from '../../ports/index.ts'

const PERIOD_SECONDS = 30
/** Steps before and after, for clocks that differ. */
const WINDOW = 1
/** As long as a step can be accepted, on any instance. */
export const SPENT_SECONDS = PERIOD_SECONDS * (2 * WINDOW + 1) + CLOCKS_APART_SECONDS

/** Time-based codes (RFC 6238) whose secrets are sealed under AGENT_SESSION_KEYS, each for its account. */
export function createTotp(keys: readonly Buffer[]) {
  const sealer = new Sealer(keysFor(keys, 'agent-totp'))
  return {
    newSecret: (): string => new Secret({ size: 20 }).base32,
    seal: (secret: string, account: string): string => sealer.seal(secret, contextOf(account)),
    /** Undefined if it was sealed under a key that is gone, or for another account. */
    open: (sealed: string, account: string): string | undefined => sealer.open(sealed, contextOf(account)),
  }
}

export type Totp = ReturnType<typeof createTotp>

/** The number of the time step that a code is of; undefined if it is of none near `now`. */
export function stepOf(secret: string, code: string, now = Date.now()): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_SECONDS) + delta
}

/** What an authenticator application reads from a QR code. */
export function uriOf(secret: string, account: string, issuer: string): string {
  return totp(secret, account, issuer).toString()
}

export function codeOf(secret: string, now = Date.now()): string {
  return totp(secret).generate({ timestamp: now })
}

function totp(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    label,
    issuer,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
  })
}

const contextOf = (account: string): string => `agent-totp ${account}`
