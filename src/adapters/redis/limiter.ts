import { Cluster } from 'ioredis'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { type Bucket, type Limiter, type Refused, type Settling, UNSETTLED_SECONDS } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { inBackground } from './in-background.ts'
import { script } from './script.ts'

/** One bucket on its way to Redis; `entry` is what a take leaves there, `added` its reply: 1 by this take, 2 by another. */
interface Entry {
  key: string
  name: string
  entry: string
  longest: number
  rule: string
  added: number
  /** This take has asked that it stay. */
  kept: boolean
}

type Reply = [first: number, seconds: number, added: number[], used: number[][], unsettled: 0 | 1]

/**
 * Sliding windows in Redis (ID-8): one call for all buckets, but on a cluster, where a script must keep to one slot, one
 * for each, given back when a later one refuses (REL-R4). `hash` names buckets and items, which may identify a member
 * (L-5). While its keys are rotated a bucket counts under each of its names, so that nobody starts afresh. Throws `Unavailable`.
 */
export function redisLimiter(client: RedisClient, hash: KeyedHash): Limiter {
  const take = script<Reply>(client, 'limits/take', 'limits/claims')
  const settle = script<null>(client, 'limits/settle', 'limits/claims')
  const calls = <Item>(items: Item[]) => (client instanceof Cluster ? items.map(item => [item]) : [items])

  return {
    async take(buckets) {
      const ticket = randomToken(16)
      const asked = buckets.map(bucket => entriesFor(bucket, ticket))
      const entries = asked.flat()
      const used: number[][] = []
      let refused: Refused | undefined
      try {
        for (const call of calls(entries)) {
          const words = call.flatMap(({ entry, rule }) => [entry, rule])
          const how = refused ? 'look' : 'take'
          const [first, seconds, added, counts, unsettled] = await take(keysOf(call), [
            how,
            ticket,
            UNSETTLED_SECONDS,
            ...words,
          ])
          call.forEach((entry, index) => {
            entry.added = added[index] ?? 0
          })
          used.push(...counts)
          if (first > 0) refused = both(refused, call[first - 1]!.key, seconds, unsettled === 1)
        }
      } catch (error) {
        // May be lost as well: then what was taken lapses.
        return inBackground(() => settled(ticket, entries, {}))(error)
      }
      if (refused) {
        await settled(ticket, entries.filter(wasTaken), {})
        return refused
      }
      let settlings = 0
      return {
        allowed: true,
        used: asked.map(names => fullest(used.splice(0, names.length))),
        async settle(settling) {
          const mine = ++settlings
          const those = entries.filter(entry => wasTaken(entry) || settling.clear?.includes(entry.key))
          // What was settled anew meanwhile must not be settled by this again.
          const again = async () => (mine === settlings ? settled(ticket, those, settling) : undefined)
          await settled(ticket, those, settling).catch(inBackground(again))
        },
      }
    },
  }

  function entriesFor({ key, item, ...bucket }: Bucket, ticket: string): Entry[] {
    const items = item === undefined ? [] : hash.all(key, item)
    const longest = Math.max(...bucket.windows.map(([, seconds]) => seconds))
    const rule = JSON.stringify({ ...bucket, longest })
    const names = hash.all(key).map(name => `l:${name}`)
    return names.map((name, n) => ({ key, name, entry: items[n] ?? ticket, longest, rule, added: 0, kept: false }))
  }

  async function settled(ticket: string, entries: Entry[], { keep = [], clear = [] }: Settling): Promise<void> {
    if (entries.length === 0) return
    const words = (entry: Entry) => {
      const { key, added, longest } = entry
      const how = clear.includes(key) ? 'clear' : keep.includes(key) ? 'keep' : 'back'
      const ours = entry.kept && added === 1 ? 1 : 0
      entry.kept ||= how === 'keep'
      return [how, entry.entry, ours, longest]
    }
    await Promise.all(calls(entries).map(call => settle(keysOf(call), [ticket, ...call.flatMap(words)])))
  }
}

function wasTaken({ added }: Entry): boolean {
  return added > 0
}

/** Of the counts under several names, window by window the highest: one name may be older than the other. */
function fullest([first = [], ...others]: readonly number[][]): number[] {
  return first.map((count, window) => Math.max(count, ...others.map(counts => counts[window]!)))
}

/** Of each its log and its claims, in one slot of a cluster. */
function keysOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ name }) => [name, `{${name}}:claims`])
}

/** The later of two; one that was judged says what is told. */
function both(refused: Refused | undefined, key: string, seconds: number, unsettled: boolean): Refused {
  const retryAfterSeconds = Math.max(refused?.retryAfterSeconds ?? 0, seconds)
  if (refused && (unsettled || !refused.unsettled)) return { ...refused, retryAfterSeconds }
  return { allowed: false, key, retryAfterSeconds, ...(unsettled && { unsettled }) }
}
