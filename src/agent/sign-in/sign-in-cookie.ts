import type { Request, Response } from 'express'
import { keysFor } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { Sealer } from '../../domain/crypto/seal.ts'

/** What belongs to a sign-in under way; only the browser holds it, sealed, so that strangers fill no store. */
export interface SignInUnderWay {
  /** Of the forms before there is a session (W-1). */
  token: string
  /** Milliseconds since 1970. */
  until: number
  [fact: string]: unknown
}

const LIFE_MS = 10 * 60_000
const CONTEXT = 'agent-start'

export function signInCookie(keys: readonly Buffer[], secure: boolean) {
  const name = secure ? '__Host-agent-start' : 'agent-start'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const sealer = new Sealer(keysFor(keys, CONTEXT))
  const shown = new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`)

  return {
    read(req: Request): SignInUnderWay | undefined {
      const sealed = shown.exec(req.headers.cookie ?? '')?.[1]
      const text = sealed && sealer.open(sealed, CONTEXT)
      const underWay = text ? (JSON.parse(text) as SignInUnderWay) : undefined
      return underWay && underWay.until > Date.now() ? underWay : undefined
    },
    give(res: Response, facts: Partial<SignInUnderWay> | { token: string | undefined } = {}): SignInUnderWay {
      const underWay = { ...facts, token: facts.token ?? randomToken(16), until: Date.now() + LIFE_MS }
      res.cookie(name, sealer.seal(JSON.stringify(underWay), CONTEXT), attributes)
      return underWay
    },
    forget: (res: Response): void => void res.clearCookie(name, attributes),
  }
}
