import { randomBytes } from 'node:crypto'
import { Cluster } from 'ioredis'
import type { KeyedHash } from '../../domain/keyed-hash.ts'
import type { Bucket, Limiter, Refused } from '../../ports.ts'
import type { RedisClient } from './client.ts'
import { script } from './script.ts'

/** One bucket on its way to Redis; `entry` is what a take leaves there. */
interface Entry {
  key: string
  name: string
  entry: string
  rule: string
}

type Reply = [first: number, seconds: number, added?: number[], used?: number[][]]

/**
 * Sliding windows in Redis (ID-8): one call for all buckets, but on a cluster, where a script must keep to one slot, one
 * for each, given back when a later one refuses (REL-R4). `hash` names buckets and items, which may identify a member
 * (L-5). Throws `Unavailable`.
 */
export function redisLimiter(client: RedisClient, hash: KeyedHash): Limiter {
  const take = script<Reply>(client, 'take')
  const release = script<null>(client, 'release')
  const calls = <Item>(items: Item[]) => (client instanceof Cluster ? items.map(item => [item]) : [items])

  return {
    async take(buckets) {
      const ticket = randomBytes(16).toString('base64url')
      const added: Entry[] = []
      const used: number[][] = []
      let refused: Refused | undefined
      for (const call of calls(buckets.map(bucket => entryFor(bucket, ticket)))) {
        const how = refused ? 'look' : 'take'
        const words = call.flatMap(({ entry, rule }) => [entry, rule])
        const [first, seconds, fresh = [], counts = []] = await take(names(call), [how, ...words])
        added.push(...call.filter((_, index) => fresh[index]))
        used.push(...counts)
        if (first > 0) refused = later(refused, call[first - 1]!.key, seconds)
      }
      if (refused) {
        await remove(added)
        return refused
      }
      return {
        allowed: true,
        used,
        release: ({ back = [], clear = [] }) =>
          remove([
            ...added.filter(({ key }) => back.includes(key) && !clear.includes(key)),
            ...clear.map(key => ({ name: nameOf(key), entry: '' })),
          ]),
      }
    },
  }

  function entryFor({ key, item, ...rule }: Bucket, ticket: string): Entry {
    const entry = item === undefined ? ticket : hash.of(key, item)
    return { key, name: nameOf(key), entry, rule: JSON.stringify(rule) }
  }

  function nameOf(key: string) {
    return `l:${hash.of(key)}`
  }

  async function remove(entries: readonly Pick<Entry, 'name' | 'entry'>[]): Promise<void> {
    if (entries.length === 0) return
    await Promise.all(
      calls([...entries]).map(call =>
        release(
          names(call),
          call.map(({ entry }) => entry),
        ),
      ),
    )
  }
}

function names(entries: readonly { name: string }[]) {
  return entries.map(({ name }) => name)
}

function later(refused: Refused | undefined, key: string, seconds: number): Refused {
  const retryAfterSeconds = Math.max(refused?.retryAfterSeconds ?? 0, seconds)
  return { allowed: false, key: refused?.key ?? key, retryAfterSeconds }
}
