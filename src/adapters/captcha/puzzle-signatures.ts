import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { keysFor } from '../../domain/keyed-hash.ts'
import type { Payload } from './altcha-payload.ts'

type Puzzle = Payload['challenge']['parameters']

/** The names of all parameters, sorted: in this order they are signed. */
const NAMES = [
  ...['action', 'algorithm', 'cost', 'data', 'expiresAt', 'flow'],
  ...['keyLength', 'keyPrefix', 'keySignature', 'nonce', 'salt'],
]

/**
 * Signs puzzles and their solutions as altcha-lib does, byte for byte. The library goes through WebCrypto, which imports the
 * key and changes threads for each signature: that costs ten times the signature.
 */
export function puzzleSignatures(secrets: readonly Buffer[]) {
  const puzzleKeys = signingKeys(secrets, 'altcha-challenge')
  const solutionKeys = signingKeys(secrets, 'altcha-solution')
  return {
    sign(unsigned: Omit<Puzzle, 'keySignature'>, solution: Uint8Array): Payload['challenge'] {
      const parameters = { ...unsigned, keySignature: hmac(solutionKeys[0]!, solution) }
      return { parameters, signature: hmac(puzzleKeys[0]!, canonical(parameters)) }
    },

    /** Whether the puzzle is ours, unaltered, and solved. Whether it has expired is not asked here. */
    hold({ challenge: { parameters, signature }, solution }: Payload): boolean {
      const words = canonical(parameters)
      const solved = Buffer.from(solution.derivedKey, 'hex')
      return puzzleKeys.some(
        (key, index) =>
          same(signature, hmac(key, words)) && same(parameters.keySignature, hmac(solutionKeys[index]!, solved)),
      )
    },
  }
}

function signingKeys(secrets: readonly Buffer[], purpose: string): KeyObject[] {
  return keysFor(secrets, purpose).map(key => createSecretKey(Buffer.from(key.toString('hex'))))
}

function canonical(parameters: Puzzle): string {
  return JSON.stringify(parameters, NAMES)
}

function hmac(key: KeyObject, data: string | Uint8Array): string {
  return createHmac('sha256', key).update(data).digest('hex')
}

function same(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
