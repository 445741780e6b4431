import { Cluster } from 'ioredis'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import { type Bucket, type Limiter, type Refused, type Settling, UNSETTLED_SECONDS } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { inBackground } from './in-background.ts'
import { script } from './script.ts'

/** One bucket as Redis stores it. `added`: 1 if this take added the entry, 2 if another did. */
interface Entry {
  key: string
  name: string
  entry: string
  longest: number
  rule: string
  added: number
  kept: boolean
}

type Reply = [first: number, seconds: number, added: number[], used: number[][], unsettled: 0 | 1]

/** Sliding windows (ID-8); on a cluster one call per bucket, in its slot (REL-R4). `hash` hides members (L-5). */
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
        // If this is lost too, the take lapses.
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
          // A newer settling must not be overwritten.
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
    return logsOf(hash, key).map((name, n) => ({
      key,
      name,
      entry: items[n] ?? ticket,
      longest,
      rule,
      added: 0,
      kept: false,
    }))
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

/** The log of a bucket under each valid HMAC key, newest first. */
export const logsOf = (hash: KeyedHash, key: string): string[] => hash.all(key).map(name => `l:${name}`)

function wasTaken({ added }: Entry): boolean {
  return added > 0
}

/** During a key rotation a bucket counts under each name. */
function fullest([first = [], ...others]: readonly number[][]): number[] {
  return first.map((count, window) => Math.max(count, ...others.map(counts => counts[window]!)))
}

function keysOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ name }) => [name, `{${name}}:claims`])
}

/** The later of two; a judged refusal wins over an unsettled one. */
function both(refused: Refused | undefined, key: string, seconds: number, unsettled: boolean): Refused {
  const retryAfterSeconds = Math.max(refused?.retryAfterSeconds ?? 0, seconds)
  if (refused && (unsettled || !refused.unsettled)) return { ...refused, retryAfterSeconds }
  return { allowed: false, key, retryAfterSeconds, ...(unsettled && { unsettled }) }
}
