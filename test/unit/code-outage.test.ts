import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { PlainAct } from '../../src/adapters/memory/act.ts'
import { memoryCodeLedger } from '../../src/adapters/memory/code-ledger.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { createCodeAttempts } from '../../src/domain/codes/code-attempts.ts'
import { judgementOf } from '../../src/domain/codes/judgement.ts'
import { type CodeParts, OneTimeCodes } from '../../src/domain/codes/one-time-codes.ts'
import { createSharedContacts } from '../../src/domain/codes/shared-contacts.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'
import { createActiveSession } from '../../src/domain/identity/active-session.ts'
import { type Check, Unavailable } from '../../src/ports/index.ts'

test('codes that nobody could judge, because what keeps them was down, cost the member no attempt', async () => {
  const limits = Limits.parse({})
  const ledger = memoryCodeLedger(limits)
  let down = true
  const codes = new OneTimeCodes({
    ledger: {
      ...ledger,
      checking: (...asked) =>
        down
          ? new PlainAct<Check>(() => Promise.reject(new Unavailable('redis')), judgementOf)
          : ledger.checking(...asked),
    },
    attempts: createCodeAttempts(
      createActiveSession(memoryLimiter(), 5400),
      limits.send.wrongCodes,
      createSharedContacts(5),
    ),
    hash: new KeyedHash([randomBytes(32)], 'one-time-code'),
    observer: { onSend() {}, onCheck() {} },
  } as Partial<CodeParts> as CodeParts)
  const check = () => codes.check({ member: 'm', flow: 'f', channel: 'sms' }, '+212612000001', '123456')
  for (let attempt = 0; attempt < limits.send.wrongCodes.perDay + 5; attempt++)
    await assert.rejects(check(), Unavailable)
  down = false
  assert.deepEqual(await check(), { kind: 'expired' })
})
