import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { type Challenge, solveChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { altcha } from '../../src/adapters/captcha/altcha.ts'
import type { Payload } from '../../src/adapters/captcha/altcha-payload.ts'
import { puzzleSignatures } from '../../src/adapters/captcha/puzzle-signatures.ts'
import { memorySpentProofs } from '../../src/adapters/memory/spent-proofs.ts'
import { keysFor } from '../../src/domain/keyed-hash.ts'

const secret = randomBytes(32)
const textOf = (purpose: string) => keysFor([secret], purpose)[0]!.toString('hex')
const theirs = { hmacSignatureSecret: textOf('altcha-challenge'), hmacKeySignatureSecret: textOf('altcha-solution') }

async function solved(): Promise<Payload> {
  const bounds = { lifetimeSeconds: 300, cost: () => 100, tries: 10 }
  const captcha = altcha({ secrets: [secret], ...bounds, spent: memorySpentProofs() })
  const challenge = (await captcha.challenge({ action: 'identity', flow: 'flow-1' })) as Challenge
  const solution = await solveChallenge({ challenge, deriveKey })
  return { challenge, solution } as unknown as Payload
}

describe('a solved puzzle', () => {
  test('is signed as the theirs signs it', async () => {
    const payload = await solved()
    const { verified } = await verifySolution({ ...payload, ...theirs, deriveKey })
    assert.ok(verified)
    assert.ok(puzzleSignatures([secret]).hold(payload))
  })

  test('holds under an older secret, and not once that is gone', async () => {
    const payload = await solved()
    assert.ok(puzzleSignatures([randomBytes(32), secret]).hold(payload))
    assert.ok(!puzzleSignatures([randomBytes(32)]).hold(payload))
  })

  test('does not hold with any parameter, signature or solution altered', async () => {
    const { challenge, solution } = await solved()
    const { hold } = puzzleSignatures([secret])
    const { parameters } = challenge
    const changed: Partial<typeof parameters>[] = [
      { cost: 1 },
      { keyLength: 16 },
      { expiresAt: parameters.expiresAt + 1 },
      { data: { ...parameters.data, action: 'email-code' } },
      { data: { ...parameters.data, flow: 'other' } },
      ...(['nonce', 'salt', 'keyPrefix', 'keySignature'] as const).map(name => ({ [name]: other(parameters[name]) })),
    ]
    for (const change of changed)
      assert.ok(
        !hold({ challenge: { ...challenge, parameters: { ...parameters, ...change } }, solution }),
        Object.keys(change)[0],
      )
    assert.ok(!hold({ challenge: { ...challenge, signature: other(challenge.signature) }, solution }))
    assert.ok(!hold({ challenge, solution: { ...solution, derivedKey: other(solution.derivedKey) } }))
  })
})

function other(hex: string): string {
  return (hex.startsWith('0') ? '1' : '0') + hex.slice(1)
}
