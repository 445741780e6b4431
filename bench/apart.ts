/**
 * CPU milliseconds of what no floor does, each measured alone in a process of its own: one password hash; making and
 * checking one puzzle. Prints them as JSON.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { passwordHasher } from '../src/adapters/argon2.ts'
import { altcha } from '../src/adapters/captcha/altcha.ts'
import { memoryReplayGuard } from '../src/adapters/memory/replay-guard.ts'
import { Limits } from '../src/config/limits/index.ts'

const TIMES = 40
const { lifetimeSeconds, cost } = Limits.parse({}).captcha
const captcha = altcha({
  secrets: [randomBytes(32)],
  lifetimeSeconds,
  cost: () => cost,
  tries: 10,
  replays: memoryReplayGuard(),
})
const subject = { action: 'identity', flow: 'bench' }
const hasher = passwordHasher()

const challenges = Array.from({ length: 2 * TIMES }, () => captcha.challenge(subject))
const proofs: string[] = []
for (const challenge of (await Promise.all(challenges)) as Parameters<typeof solveChallenge>[0]['challenge'][]) {
  const solution = await solveChallenge({ challenge, deriveKey })
  proofs.push(Buffer.from(JSON.stringify({ challenge, solution })).toString('base64'))
}
const check = async () => {
  if ((await captcha.verify({ altcha: proofs.pop()! }, subject, '')) !== 'passed') throw new Error('proof refused')
}

const argon2 = await cpuEach(() => hasher.hash('Cheval bleu 7', randomUUID()))
const puzzle = (await cpuEach(() => captcha.challenge(subject))) + (await cpuEach(check))
console.log(JSON.stringify({ argon2, puzzle }))

/** Once to warm up, once to measure. */
async function cpuEach(work: () => Promise<unknown>): Promise<number> {
  let used = process.cpuUsage()
  for (const start of [0, TIMES]) {
    used = process.cpuUsage()
    for (let done = start; done < start + TIMES; done++) await work()
  }
  const { user, system } = process.cpuUsage(used)
  return (user + system) / 1000 / TIMES
}
