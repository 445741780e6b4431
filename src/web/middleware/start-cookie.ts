import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Config } from '../../config/index.ts'
import { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { newPlace } from '../../domain/sessions/session-id.ts'

/** A visitor's state until the terms are accepted; only the cookie holds it (docs/adr/0021). */
export interface Start {
  place: string
  /** The value of `_token` in forms until then (W-1). */
  token: string
}

declare global {
  namespace Express {
    interface Request {
      start?: Start
    }
  }
}

/** Query name after the start button, by which a browser that keeps no cookies is detected. */
export const STARTED = 'debut'

export const startCookie = (secure: boolean): string => (secure ? '__Host-start' : 'start')

/** Reads the start cookie; ignores one that is forged, or older than the absolute session lifetime. */
export function readStart({ PUBLIC_URL, SESSION_KEYS }: Config): RequestHandler {
  const shown = new RegExp(`(?:^|;\\s*)${startCookie(PUBLIC_URL.protocol === 'https:')}=([\\w.-]+)`)
  const hash = hashFor(SESSION_KEYS)
  return (req, _res, next) => {
    const cookie = shown.exec(req.headers.cookie ?? '')?.[1]
    if (cookie === undefined) return next()
    const [place = '', token = '', until = '', mac = ''] = cookie.split('.')
    const genuine = hash.all(place, token, until).some(own => isSame(own, mac))
    if (genuine && Number(until) > Date.now()) req.start = { place, token }
    next()
  }
}

export function startCookies({ PUBLIC_URL, SESSION_KEYS, limits }: Config) {
  const secure = PUBLIC_URL.protocol === 'https:'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const hash = hashFor(SESSION_KEYS)
  return {
    give(req: Request, res: Response): void {
      const { place, token } = req.start ?? { place: newPlace(), token: randomToken(16) }
      const until = String(Date.now() + limits.session.absoluteSeconds * 1000)
      res.cookie(startCookie(secure), [place, token, until, hash.of(place, token, until)].join('.'), attributes)
      req.start = { place, token }
    },
    forget(res: Response): void {
      res.clearCookie(startCookie(secure), attributes)
    },
  }
}

const hashFor = (keys: readonly Buffer[]) => new KeyedHash(keys, 'start-cookie')

/** Compares in constant time. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
