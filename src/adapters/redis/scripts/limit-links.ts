import type { KeyedHash } from '../../../domain/crypto/keyed-hash.ts'
import { BESIDE, type Bucket, type Refused, type Settling, UNSETTLED_SECONDS } from '../../../ports/index.ts'
import type { RedisClient } from '../client.ts'
import { script } from '../script.ts'
import type { Link } from './chain.ts'

/** One bucket as Redis stores it. `added`: 1 if this take added the entry, 2 if another did. */
export interface Entry {
  key: string
  name: string
  entry: string
  longest: number
  place: number
  rule: string
  added: number
  kept: boolean
}

/** The scripts of limits, by themselves or in a chain. */
export function limitLinks(client: RedisClient) {
  const take = script<TakeReply>(client, 'limits/take', 'limits/claims')
  const settle = script<null>(client, 'limits/settle', 'limits/claims')
  return {
    take(how: 'take' | 'look', ticket: string, entries: readonly Entry[]) {
      const words = entries.flatMap(({ entry, rule }) => [entry, rule])
      return { script: take, keys: keysOf(entries), args: [how, ticket, UNSETTLED_SECONDS, ...words] } satisfies Link
    },

    /** `claimed`: sent in one chain with its take. */
    settle(ticket: string, entries: readonly Entry[], { keep = [], clear = [] }: Settling, claimed = false) {
      const words = entries.flatMap(entry => {
        const { key, added, longest, place } = entry
        const how = clear.includes(key) ? 'clear' : keep.includes(key) ? 'keep' : 'back'
        const ours = claimed ? 'claimed' : entry.kept && added === 1 ? 1 : 0
        entry.kept ||= how === 'keep' && !claimed
        return [how, entry.entry, ours, longest, place]
      })
      return { script: settle, keys: keysOf(entries), args: [ticket, ...words] } satisfies Link
    },
  }
}

export function entriesFor(hash: KeyedHash, bucket: Bucket, ticket: string): Entry[] {
  const { key, item, of, ...rules } = bucket
  const entries = item === undefined ? [] : itemsOf(hash, { ...bucket, item })
  const longest = Math.max(...rules.windows.map(([, seconds]) => seconds))
  const place = placeOf(bucket)
  const rule = JSON.stringify({ ...rules, longest, place })
  const own = letterOf(bucket) + ticket
  const entryOf = (name: string, n: number) => ({ key, name, entry: entries[n] ?? own, longest, place, rule })
  return logsOf(hash, bucket).map((name, n) => ({ ...entryOf(name, n), added: 0, kept: false }))
}

/** The log that a bucket is in, under each valid HMAC key, newest first. */
export const logsOf = (hash: KeyedHash, { key, of }: Pick<Bucket, 'key' | 'of'>): string[] =>
  hash.all(of?.[1] ?? key).map(name => `l:${name}`)

/** The entry of an item in each of those logs. */
export const itemsOf = (hash: KeyedHash, bucket: Pick<Bucket, 'key' | 'of'> & { item: string }): string[] =>
  hash.all(bucket.key, bucket.item).map(name => letterOf(bucket) + name)

/** 0 in a log of its own. */
const placeOf = ({ of }: Pick<Bucket, 'of'>): number => (of ? BESIDE.indexOf(of[0]) + 1 : 0)

/** The first letter of an entry names its bucket, so that the buckets of a log have no entry in common. */
const letterOf = (bucket: Pick<Bucket, 'of'>): string => (bucket.of ? placeOf(bucket).toString(36) : '')

export type TakeReply = [first: number, seconds: number, added: number[], used: number[][], unsettled: 0 | 1]

/** Of this and an earlier call: the longer wait; a judged refusal wins over an unsettled one. */
export function refusal(reply: TakeReply, entries: readonly Entry[], before?: Refused): Refused | undefined {
  const [first, seconds, , , open] = reply
  if (first === 0) return before
  const unsettled = open === 1
  const retryAfterSeconds = Math.max(before?.retryAfterSeconds ?? 0, seconds)
  if (before && (unsettled || !before.unsettled)) return { ...before, retryAfterSeconds }
  return { allowed: false, key: entries[first - 1]!.key, retryAfterSeconds, ...(unsettled && { unsettled }) }
}

function keysOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ name }) => [name, `{${name}}:claims`])
}
