import type { Request, RequestHandler, Response } from 'express'
import helmet, { type HelmetOptions } from 'helmet'
import { randomToken } from '../../domain/crypto/random.ts'

declare global {
  namespace Express {
    interface Locals {
      nonce: string
    }
  }
}

const SELF = "'self'"

type Directives = Readonly<Record<string, readonly string[]>>

/** The headers of every response: strict CSP with a nonce and `more` directives, HSTS over https, no framing, no sniffing, no caching (W-4 to W-8). */
export function securityHeaders(
  { protocol }: URL,
  hsts: NonNullable<HelmetOptions['strictTransportSecurity']>,
  more: Directives = {},
): RequestHandler[] {
  const secure = protocol === 'https:'
  const policy = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { ...DIRECTIVES, ...more } },
    strictTransportSecurity: secure && hsts,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // For obsolete browsers and plug-ins; left out to save bytes on slow lines.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    originAgentCluster: false,
  })
  return [withNonce, policy]
}

/** Allows Google's widget in this one response (W-5). */
export function letRecaptchaIn(req: Request, res: Response): void {
  withGoogle(req, res, () => {})
}

const withNonce: RequestHandler = (_req, res, next) => {
  res.locals.nonce = randomToken(16)
  res.set({ 'Cache-Control': 'no-store', 'Permissions-Policy': PERMISSIONS })
  next()
}

const PERMISSIONS = ['camera', 'geolocation', 'microphone', 'payment', 'usb'].map(name => `${name}=()`).join(', ')

function nonceSource(_req: unknown, res: unknown): string {
  return `'nonce-${(res as Response).locals.nonce}'`
}

const DIRECTIVES = {
  'default-src': ["'none'"],
  'script-src': [SELF, nonceSource],
  'style-src': [SELF],
  'img-src': [SELF],
  'font-src': [SELF],
  'connect-src': [SELF],
  'worker-src': [SELF],
  'form-action': [SELF],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
}

const withGoogle = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    ...DIRECTIVES,
    'script-src': [
      ...DIRECTIVES['script-src'],
      'https://www.google.com/recaptcha/',
      'https://www.gstatic.com/recaptcha/',
    ],
    'frame-src': ['https://www.google.com/recaptcha/', 'https://recaptcha.google.com/recaptcha/'],
  },
})
