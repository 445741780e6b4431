import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { memoryCodeLedger } from '../../src/adapters/memory/code-ledger.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'

const RUNS = 2000

test('a code that differs in its first digit is judged as fast as one that differs in its last (OTP-7)', async () => {
  const hash = new KeyedHash([randomBytes(32)], 'one-time-code')
  const ledger = memoryCodeLedger(Limits.parse({}))
  const took: Record<string, number[]> = { '987654': [], '123459': [] }
  for (let run = 0; run < RUNS; run++)
    for (const [code, times] of Object.entries(took)) {
      const slot = { flow: `${run}-${code}`, channel: 'sms' } as const
      await ledger.issue(slot, { destination: 'here', mac: hash.of('123456') })
      const from = performance.now()
      const { kind } = await ledger.check(slot, hash.all(code))
      times.push(performance.now() - from)
      assert.equal(kind, 'wrong')
    }
  const [first, last] = Object.values(took).map(times => times.toSorted((a, b) => a - b)[RUNS >> 1]!)
  assert.ok(Math.abs(first! - last!) < 0.1, `${first} ms and ${last} ms`)
})

test('what is compared is a keyed hash of the code, never its digits (OTP-7)', () => {
  const [one, other] = [new KeyedHash([randomBytes(32)], 'x'), new KeyedHash([randomBytes(32)], 'x')]
  assert.match(one.of('123456'), /^[\w-]{43}$/)
  assert.notEqual(one.of('123456'), other.of('123456'))
})
