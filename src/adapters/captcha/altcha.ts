import { randomInt } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { KeyedHash, keysFor } from '../../domain/crypto/keyed-hash.ts'
import { type Captcha, type CaptchaSubject, CLOCKS_APART_SECONDS, type ReplayGuard } from '../../ports/index.ts'
import { type Payload, readPayload } from './altcha-payload.ts'

/** Letters of a flow's hash that name it: 132 bits, shorter than the whole since it is in each page with a puzzle. */
const FLOW_LENGTH = 22

export interface AltchaOptions {
  secrets: readonly Buffer[]
  lifetimeSeconds: number
  cost: () => number
  tries: number
  replays: ReplayGuard
}

/** Proof of work (C-2). The key is derived when the puzzle is made, so checking costs two HMACs. */
export function altcha(options: AltchaOptions): Captcha {
  const flowHash = new KeyedHash(options.secrets, 'altcha-flow')
  const signing = signingSecrets(options.secrets)
  return {
    kind: 'altcha',

    challenge: ({ action, flow }) =>
      createChallenge({
        ...signing[0]!,
        algorithm: 'PBKDF2/SHA-256',
        deriveKey,
        cost: options.cost(),
        // Enough bytes that no other try has them by chance, and few, since each page with a puzzle carries them.
        keyPrefixLength: 6,
        // At least half of the tries: a lucky draw must not make a puzzle cheap.
        counter: randomInt(Math.ceil(options.tries / 2), options.tries + 1),
        expiresAt: now() + options.lifetimeSeconds,
        data: { action, flow: flowHash.of(flow).slice(0, FLOW_LENGTH) },
      }),

    async verify(fields, subject) {
      if (!fields['altcha']) return 'missing'
      const payload = readPayload(fields['altcha'])
      if (!payload || !isFor(subject, payload)) return 'failed'
      const left = payload.challenge.parameters.expiresAt - now()
      if (!(await isSolved(payload))) return 'failed'
      const seconds = left + CLOCKS_APART_SECONDS
      return (await options.replays.useOnce(payload.challenge.signature, seconds)) ? 'passed' : 'failed'
    },
  }

  function isFor({ action, flow }: CaptchaSubject, { challenge }: Payload): boolean {
    const { data } = challenge.parameters
    return data.action === action && flowHash.all(flow).some(name => name.slice(0, FLOW_LENGTH) === data.flow)
  }

  async function isSolved({ challenge, solution }: Payload): Promise<boolean> {
    for (const secrets of signing) {
      const { verified } = await verifySolution({ ...secrets, challenge, solution, deriveKey })
      if (verified) return true
    }
    return false
  }
}

function signingSecrets(secrets: readonly Buffer[]) {
  const solutions = keysFor(secrets, 'altcha-solution')
  return keysFor(secrets, 'altcha-challenge').map((key, index) => ({
    hmacSignatureSecret: key.toString('hex'),
    hmacKeySignatureSecret: solutions[index]!.toString('hex'),
  }))
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
