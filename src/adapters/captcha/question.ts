import { randomBytes, randomInt } from 'node:crypto'
import type { KeyedHash } from '../../domain/keyed-hash.ts'
import type { CaptchaSubject, PlainQuestion, SpentProofs } from '../../ports.ts'
import { decimal } from './decimal.ts'

/** A sum of two small numbers for those without JavaScript (C-6); its caller holds the limit per network address. */
export function plainQuestion(options: {
  hash: KeyedHash
  lifetimeSeconds: number
  spent: SpentProofs
}): PlainQuestion {
  const { hash, lifetimeSeconds, spent } = options
  return {
    ask(subject) {
      const [a, b] = [randomInt(1, 10), randomInt(1, 10)]
      const id = randomBytes(16).toString('base64url')
      const expiresAt = String(Math.floor(Date.now() / 1000) + lifetimeSeconds)
      return { a, b, token: [id, expiresAt, hash.of(...signed(id, expiresAt, subject, a + b))].join('.') }
    },

    async verify(answer, token, subject) {
      const [, id, expiresAt, mac] = /^([\w-]{22})\.(\d{10})\.([\w-]{43})$/.exec(token) ?? []
      const sum = decimal(answer)
      if (!id || !expiresAt || !mac || sum === undefined) return 'failed'
      const left = Number(expiresAt) - Math.floor(Date.now() / 1000)
      if (left <= 0 || !hash.all(...signed(id, expiresAt, subject, sum)).includes(mac)) return 'failed'
      return (await spent.spend(id, left + 1)) ? 'passed' : 'failed'
    },
  }
}

/** What the token vouches for. The sum is inside the hash only, so the token does not tell it. */
function signed(id: string, expiresAt: string, { action, flow }: CaptchaSubject, sum: number): string[] {
  return [id, expiresAt, action, flow, String(sum)]
}
