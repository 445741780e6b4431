import { createHash, randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import argon2 from 'argon2'
import { BulkheadRejectedError, bulkhead } from 'cockatiel'
import { type PasswordHasher, Unavailable } from '../ports/index.ts'

/** OWASP's parameters (PW-5); the library's defaults cost six times as much. */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 } as const
const SALT_BYTES = 16
const BOUNDS = { running: availableParallelism(), waiting: 20 }

/** Passwords of agents, each with a salt of its own. Both throw `Unavailable` if the queue is full. */
export function accountPasswords(bounds = BOUNDS) {
  const turns = queue(bounds)
  return {
    hash: (password: string) => inTurn(turns, () => phc(password, randomBytes(SALT_BYTES))),
    verify: (hash: string, password: string) => inTurn(turns, () => argon2.verify(hash, password)),
  }
}

export type AccountPasswords = ReturnType<typeof accountPasswords>

interface QueuedHasher extends PasswordHasher {
  waiting(): number
}

/** Runs one hash per core, since more would only take 19 MB each. Throws `Unavailable` if the queue is full (PW-6). */
export function passwordHasher(bounds = BOUNDS): QueuedHasher {
  const turns = queue(bounds)
  return {
    hash: (password, occasion) => inTurn(turns, () => phc(password, saltFor(occasion))),
    waiting: () => bounds.waiting - turns.queueSlots,
  }
}

function queue(bounds: typeof BOUNDS) {
  return bulkhead(bounds.running, bounds.waiting)
}

async function inTurn<Result>(turns: ReturnType<typeof bulkhead>, run: () => Promise<Result>): Promise<Result> {
  try {
    return await turns.execute(run)
  } catch (error) {
    if (error instanceof BulkheadRejectedError) throw new Unavailable('argon2', { retryAfterSeconds: 5 })
    throw error
  }
}

function saltFor(occasion: string): Buffer {
  return createHash('sha256').update(`salt:${occasion}`).digest().subarray(0, SALT_BYTES)
}

/** The library writes `m,p,t`; the reference implementation reads only `m,t,p`. */
async function phc(password: string, salt: Buffer): Promise<string> {
  const digest = await argon2.hash(password, { ...PARAMETERS, salt, raw: true })
  const { memoryCost, timeCost, parallelism } = PARAMETERS
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${unpadded(salt)}$${unpadded(digest)}`
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
