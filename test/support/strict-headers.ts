import assert from 'node:assert/strict'
import type { Answer } from './raw.ts'

/** The content security policy of every answer, its nonce aside (W-4). */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'nonce-*'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join(';')

const EVERYWHERE = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-powered-by': undefined,
  server: undefined,
  etag: undefined,
}

/** Asserts every header of W-4 and W-6 to W-8; `name` is in the message if one is missing. */
export function hasStrictHeaders({ headers }: Pick<Answer, 'headers'>, name: string): void {
  const seen = Object.fromEntries(Object.keys(EVERYWHERE).map(key => [key, headers[key]]))
  const policy = String(headers['content-security-policy']).replace(/'nonce-[^']+'/, "'nonce-*'")
  assert.deepEqual({ ...seen, 'content-security-policy': policy }, EVERYWHERE, name)
}
