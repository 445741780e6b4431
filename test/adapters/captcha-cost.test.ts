import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { altcha } from '../../src/adapters/captcha/altcha.ts'
import { memoryReplayGuard } from '../../src/adapters/memory/replay-guard.ts'
import { Limits } from '../../src/config/limits/index.ts'

const PROOFS = 20

test('a proof of the usual cost takes a machine much work to make, and us under 5 ms to check (C-3)', async () => {
  const { lifetimeSeconds, cost, tries } = Limits.parse({}).captcha
  const captcha = altcha({
    secrets: [randomBytes(32)],
    lifetimeSeconds,
    cost: () => cost,
    tries,
    replays: memoryReplayGuard(),
  })
  const subject = { action: 'identity', flow: 'flow' }
  const proofs: string[] = []
  const solving = await cpuMs(async () => {
    for (let n = 0; n < PROOFS; n++) {
      const challenge = (await captcha.challenge(subject)) as Parameters<typeof solveChallenge>[0]['challenge']
      const solution = (await solveChallenge({ challenge, deriveKey }))!
      assert.ok(solution.counter >= tries / 2, 'half of the tries at least')
      proofs.push(Buffer.from(JSON.stringify({ challenge, solution })).toString('base64'))
    }
  })
  const checking = await cpuMs(async () => {
    for (const proof of proofs) assert.equal(await captcha.verify({ altcha: proof }, subject, ''), 'passed')
  })
  assert.ok(checking / PROOFS < 5, `${checking / PROOFS} ms`)
  assert.ok(solving / checking > 10, `solving ${solving} ms, checking ${checking} ms`)
})

/** Processor time, which does not depend on the other load of this machine. */
async function cpuMs(work: () => Promise<void>): Promise<number> {
  const from = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}
