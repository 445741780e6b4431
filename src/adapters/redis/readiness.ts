import { randomUUID } from 'node:crypto'
import { Cluster, type Redis } from 'ioredis'
import { Unavailable } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './timeouts.ts'

const KEPT_MS = 1000
const KEY_SECONDS = 10
const FULL = 0.7

/** Of a Redis that refuses, by the first word of its error. */
const REFUSALS = {
  OOM: 'redis-full',
  MISCONF: 'redis-disk',
  READONLY: 'redis-read-only',
  NOREPLICAS: 'redis-read-only',
} as const
const OUTAGES = ['redis-down', 'redis-full', 'redis-disk', 'redis-read-only'] as const
type Outage = (typeof OUTAGES)[number]

export interface RedisWatch {
  error(error: Error): void
  /** Memory is 70 % used (REL-R2); Redis may evict limits; no replica acknowledged an activation in time (REL-R3); an outage. */
  alarm(name: 'redis-memory' | 'redis-eviction' | 'redis-replication' | Outage, raised: boolean): void
  checked?(outcome: 'ok' | 'failed', seconds: number): void
  note(text: string): void
}

/** Throws `Unavailable` unless every master keeps what is written (REL-G3). The answer is cached for a second. */
export function readiness(client: RedisClient, watch: Omit<RedisWatch, 'error'>): () => Promise<void> {
  let last = { at: Number.NEGATIVE_INFINITY, answer: Promise.resolve() }
  let noted = false

  return () => {
    if (performance.now() - last.at >= KEPT_MS) last = { at: performance.now(), answer: judged() }
    return last.answer
  }

  async function judged(): Promise<void> {
    const began = performance.now()
    let outage: Outage | undefined
    let outcome: 'ok' | 'failed' = 'failed'
    try {
      await orUnavailable(check())
      outcome = 'ok'
    } catch (error) {
      outage = outageOf(Object(error).cause)
      throw error
    } finally {
      watch.checked?.(outcome, (performance.now() - began) / 1000)
      for (const name of OUTAGES) watch.alarm(name, name === outage)
    }
  }

  async function check(): Promise<void> {
    const masters = client instanceof Cluster ? client.nodes('master') : [client]
    await Promise.all([evictsNothing(masters), writesAndReads(), ...masters.map(master => master.ping())])
  }

  async function evictsNothing(masters: readonly Redis[]): Promise<void> {
    const memories = await Promise.all(masters.map(memoryOf))
    const policies = memories.map(memory => memory['maxmemory_policy'])
    const evicts = policies.some(policy => policy && policy !== 'noeviction')
    watch.alarm('redis-eviction', evicts)
    watch.alarm('redis-memory', memories.some(isFull))
    if (!noted && policies.includes(undefined)) {
      noted = true
      watch.note('redis: cannot read maxmemory-policy; verify that it is noeviction')
    }
    if (evicts) throw new Unavailable('redis')
  }

  async function writesAndReads(): Promise<void> {
    const key = `ready:${randomUUID()}`
    const [, kept] = await Promise.all([client.set(key, '1', 'EX', KEY_SECONDS), client.get(key)])
    if (kept !== '1') throw new Error('Redis has not kept what was written')
  }
}

/** None if Redis may evict, which has an alarm of its own. */
function outageOf(cause: unknown): Outage | undefined {
  if (cause instanceof Unavailable) return undefined
  const [word = ''] = cause instanceof Error ? cause.message.split(' ') : []
  return word in REFUSALS ? REFUSALS[word as keyof typeof REFUSALS] : 'redis-down'
}

type Memory = Record<string, string | undefined>

/** INFO, which managed servers allow although they forbid CONFIG; empty if it is forbidden too. */
async function memoryOf(master: Redis): Promise<Memory> {
  try {
    const lines = (await master.info('memory')).split('\r\n')
    return Object.fromEntries(lines.map(line => line.split(':', 2)))
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return {}
    throw error
  }
}

function isFull({ used_memory: used, maxmemory: most }: Memory): boolean {
  return Number(most) > 0 && Number(used) >= FULL * Number(most)
}
