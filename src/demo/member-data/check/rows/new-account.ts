import { randomBytes, randomUUID } from 'node:crypto'
import type { Call } from '../once.ts'

/** The request under a key of its own. */
export const keyed = <Request extends Call>(request: Request) => ({
  ...request,
  headers: { 'Idempotency-Key': randomUUID() },
})

/** An account that nobody can sign in to: with a hash of no password. */
export function newAccount() {
  const drawn = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '')
  return {
    email: `conformance-${randomUUID()}@example.org`,
    phone: '+212600000000',
    passwordHash: `$argon2id$v=19$m=19456,t=2,p=1$${drawn(16)}$${drawn(32)}`,
    terms: { version: 'conformance', acceptedAt: new Date().toISOString() },
    language: 'fr',
  }
}
