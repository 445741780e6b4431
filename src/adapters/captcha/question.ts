import { randomInt } from 'node:crypto'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { type CaptchaSubject, CLOCKS_APART_SECONDS, type PlainQuestion, type ReplayGuard } from '../../ports/index.ts'

const LARGEST = 9
/** Letters of a signature in the page: 132 bits. */
const MAC_LENGTH = 22
const SUMS = Array.from({ length: 2 * LARGEST - 1 }, (_, n) => n + 2)

/** A sum of two small numbers for visitors without JavaScript (C-6). The caller applies the limit per network. */
export function plainQuestion(options: {
  hash: KeyedHash
  lifetimeSeconds: number
  replays: ReplayGuard
}): PlainQuestion {
  const { hash, lifetimeSeconds, replays } = options
  return {
    ask(subject) {
      const [a, b] = [randomInt(1, LARGEST + 1), randomInt(1, LARGEST + 1)]
      const id = randomToken(16)
      const expiresAt = String(Math.floor(Date.now() / 1000) + lifetimeSeconds)
      const mac = hash.of(...signed(id, expiresAt, subject, a + b)).slice(0, MAC_LENGTH)
      return { a, b, token: [id, expiresAt, mac].join('.') }
    },

    async verify(answer, token, subject) {
      const [, id, expiresAt, mac] = /^([\w-]{22})\.(\d{10})\.([\w-]{22})$/.exec(token) ?? []
      const left = Number(expiresAt) - Math.floor(Date.now() / 1000)
      if (!id || !expiresAt || !mac || left <= 0) return 'failed'
      // A wrong answer uses up the token too: 17 retries would try every sum. Tokens we did not sign are not stored.
      const sum = SUMS.find(each =>
        hash.all(...signed(id, expiresAt, subject, each)).some(own => own.slice(0, MAC_LENGTH) === mac),
      )
      if (sum === undefined || !(await replays.useOnce(id, left + CLOCKS_APART_SECONDS))) return 'failed'
      return decimal(answer) === sum ? 'passed' : 'failed'
    },
  }
}

function signed(id: string, expiresAt: string, { action, flow }: CaptchaSubject, sum: number): string[] {
  return [id, expiresAt, action, flow, String(sum)]
}

function decimal(text: string): number | undefined {
  const digits = [...text.slice(0, 64).replace(/[\p{Cf}\s]/gu, '')]
  if (digits.length < 1 || digits.length > 3 || !digits.every(isDigit)) return undefined
  return Number(digits.map(value).join(''))
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character)
}

function value(digit: string): number {
  const point = digit.codePointAt(0)!
  let zero = point
  while (isDigit(String.fromCodePoint(zero - 1))) zero--
  return (point - zero) % 10
}
