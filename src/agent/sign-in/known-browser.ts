import type { Request, Response } from 'express'
import { keysFor } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { Sealer } from '../../domain/crypto/seal.ts'

const CONTEXT = 'agent-browser'
const NINETY_DAYS_MS = 90 * 86_400_000
/** Desks are shared. */
const MOST_ACCOUNTS = 20

interface Known {
  id: string
  accounts: readonly string[]
  /** Milliseconds since 1970. */
  until: number
}

/** A cookie of browsers that an account has signed in on. Their failures count apart: strangers close no sign-in there (docs/adr/0031). */
export function knownBrowser(keys: readonly Buffer[], secure: boolean) {
  const name = secure ? '__Host-agent-browser' : 'agent-browser'
  const sealer = new Sealer(keysFor(keys, CONTEXT))
  const shown = new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`)

  return {
    /** The id of the browser; undefined if this account has not signed in on it. */
    idFor(req: Request, account: string): string | undefined {
      const known = read(req)
      return known?.accounts.includes(account) ? known.id : undefined
    },
    remember(req: Request, res: Response, account: string): void {
      const { id = randomToken(16), accounts = [] } = read(req) ?? {}
      const others = accounts.filter(each => each !== account).slice(1 - MOST_ACCOUNTS)
      const known: Known = { id, accounts: [...others, account], until: Date.now() + NINETY_DAYS_MS }
      const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: NINETY_DAYS_MS } as const
      res.cookie(name, sealer.seal(JSON.stringify(known), CONTEXT), attributes)
    },
  }

  function read(req: Request): Known | undefined {
    const sealed = shown.exec(req.headers.cookie ?? '')?.[1]
    const text = sealed && sealer.open(sealed, CONTEXT)
    const known = text ? (JSON.parse(text) as Known) : undefined
    return known && known.until > Date.now() ? known : undefined
  }
}
