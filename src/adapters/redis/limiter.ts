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
 * (L-5). While its keys are rotated a bucket counts under each of its names, so that nobody starts afresh. Throws `Unavailable`.
 */
export function redisLimiter(client: RedisClient, hash: KeyedHash): Limiter {
  const take = script<Reply>(client, 'take')
  const release = script<null>(client, 'release')
  const calls = <Item>(items: Item[]) => (client instanceof Cluster ? items.map(item => [item]) : [items])

  return {
    async take(buckets) {
      const ticket = randomBytes(16).toString('base64url')
      const asked = buckets.map(bucket => entriesFor(bucket, ticket))
      const added: Entry[] = []
      const used: number[][] = []
      let refused: Refused | undefined
      try {
        for (const call of calls(asked.flat())) {
          const how = refused ? 'look' : 'take'
          const words = call.flatMap(({ entry, rule }) => [entry, rule])
          const [first, seconds, fresh = [], counts = []] = await take(names(call), [how, ...words])
          added.push(...call.filter((_, index) => fresh[index]))
          used.push(...counts)
          if (first > 0) refused = later(refused, call[first - 1]!.key, seconds)
        }
      } catch (error) {
        // While one server of a cluster is down, each try would otherwise count with the others. Nobody waits for it.
        void remove(added).catch(() => {})
        throw error
      }
      if (refused) {
        await remove(added)
        return refused
      }
      return {
        allowed: true,
        used: asked.map(entries => fullest(used.splice(0, entries.length))),
        release: ({ back = [], clear = [] }) =>
          remove([
            ...added.filter(({ key }) => back.includes(key) && !clear.includes(key)),
            ...clear.flatMap(namesOf).map(name => ({ name, entry: '' })),
          ]),
      }
    },
  }

  function entriesFor({ key, item, ...rule }: Bucket, ticket: string): Entry[] {
    const items = item === undefined ? [] : hash.all(key, item)
    return namesOf(key).map((name, n) => ({ key, name, entry: items[n] ?? ticket, rule: JSON.stringify(rule) }))
  }

  function namesOf(key: string): string[] {
    return hash.all(key).map(name => `l:${name}`)
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

/** Of the counts under several names, window by window the highest: one name may be older than the other. */
function fullest([first = [], ...others]: readonly number[][]): number[] {
  return first.map((count, window) => Math.max(count, ...others.map(counts => counts[window]!)))
}

function names(entries: readonly { name: string }[]) {
  return entries.map(({ name }) => name)
}

function later(refused: Refused | undefined, key: string, seconds: number): Refused {
  const retryAfterSeconds = Math.max(refused?.retryAfterSeconds ?? 0, seconds)
  return { allowed: false, key: refused?.key ?? key, retryAfterSeconds }
}
