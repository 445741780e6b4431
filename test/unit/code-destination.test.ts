import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { memoryCodeLedger } from '../../src/adapters/memory/code-ledger.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { type CodeParts, OneTimeCodes } from '../../src/domain/codes/one-time-codes.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'
import type { Act, Check, Courier } from '../../src/ports/index.ts'

/** One slot holds one live code: only the hashed destination shows to whom it was sent. */
function codes() {
  const sent: string[] = []
  const budget: CodeParts['budget'] = async (_request, issuing, run) => {
    await issuing.run()
    return { kind: 'run', result: await run(async keeping => void (await keeping.run())) }
  }
  const parts = {
    ledger: memoryCodeLedger(Limits.parse({})),
    courier: { code: async ({ code }: Parameters<Courier['code']>[0]) => void sent.push(code) },
    hash: new KeyedHash([randomBytes(32)], 'one-time-code'),
    observer: { onSend() {}, onCheck() {} },
    budget,
    attempts: (_holder: unknown, check: Act<Check>) => check.run(),
  } as unknown as CodeParts
  return { codes: new OneTimeCodes(parts), sent }
}

const here = { member: 'm', flow: 'f', channel: 'email', ip: undefined } as const

test('a code that was sent to one address is of no use at another, in the same flow and for the same member (OTP-8)', async () => {
  const { codes: service, sent } = codes()
  await service.send({ ...here, destination: 'mine@example.ma', mode: 'fr' })
  const [code = ''] = sent
  assert.deepEqual(await service.check(here, 'theirs@example.ma', code), { kind: 'wrong', left: 4 })
  assert.deepEqual(await service.check(here, 'mine@example.ma', code), { kind: 'right' })
})
