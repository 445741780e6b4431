import { randomInt } from 'node:crypto'
import { createChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { KeyedHash } from '../../domain/keyed-hash.ts'
import type { Captcha, CaptchaSubject, SpentProofs } from '../../ports.ts'
import { ALGORITHM, type Payload, readPayload } from './altcha-payload.ts'
import { puzzleSignatures } from './puzzle-signatures.ts'

export interface AltchaOptions {
  /** Newest first: the newest signs, each is accepted. */
  secrets: readonly Buffer[]
  lifetimeSeconds: number
  /** PBKDF2 iterations of one try, as they are to be now (ID-7). */
  cost: () => number
  /** How many tries a browser needs at most. */
  tries: number
  spent: SpentProofs
}

/** Proof of work, signed and checked by ourselves (C-2). The key is derived when the puzzle is made, so that checking costs two HMACs. */
export function altcha(options: AltchaOptions): Captcha {
  const flowHash = new KeyedHash(options.secrets, 'altcha-flow')
  const signatures = puzzleSignatures(options.secrets)
  return {
    kind: 'altcha',

    async challenge({ action, flow }) {
      let solution = new Uint8Array()
      const { parameters } = await createChallenge({
        algorithm: ALGORITHM,
        cost: options.cost(),
        // Never under half of the tries: a lucky draw would spare a machine the work.
        counter: randomInt(Math.ceil(options.tries / 2), options.tries + 1),
        async deriveKey(...of) {
          const derived = await deriveKey(...of)
          solution = new Uint8Array(derived.derivedKey)
          return derived
        },
        expiresAt: Math.floor(Date.now() / 1000) + options.lifetimeSeconds,
        data: { action, flow: flowHash.of(flow) },
      })
      return signatures.sign(parameters as Parameters<typeof signatures.sign>[0], solution)
    },

    async verify(fields, subject) {
      if (!fields['altcha']) return 'missing'
      const payload = readPayload(fields['altcha'])
      if (!payload || !isFor(subject, payload) || !signatures.hold(payload)) return 'failed'
      const left = payload.challenge.parameters.expiresAt - Math.floor(Date.now() / 1000)
      if (left <= 0) return 'failed'
      return (await options.spent.spend(payload.challenge.signature, left + 1)) ? 'passed' : 'failed'
    },
  }

  function isFor({ action, flow }: CaptchaSubject, { challenge }: Payload): boolean {
    const { data } = challenge.parameters
    return data.action === action && flowHash.all(flow).includes(data.flow)
  }
}
