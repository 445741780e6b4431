import type { KeyedHash } from '../../../domain/crypto/keyed-hash.ts'
import { type Bucket, type Refused, type Settling, UNSETTLED_SECONDS } from '../../../ports/index.ts'
import type { RedisClient } from '../client.ts'
import { script } from '../script.ts'
import type { Link } from './chain.ts'

/** One bucket as Redis stores it. `added`: 1 if this take added the entry, 2 if another did. */
export interface Entry {
  key: string
  name: string
  entry: string
  longest: number
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

    /** `claimed`: in one chain with its take. */
    settle(ticket: string, entries: readonly Entry[], { keep = [], clear = [] }: Settling, claimed = false) {
      const words = entries.flatMap(entry => {
        const { key, added, longest } = entry
        const how = clear.includes(key) ? 'clear' : keep.includes(key) ? 'keep' : 'back'
        const ours = claimed ? 'claimed' : entry.kept && added === 1 ? 1 : 0
        entry.kept ||= how === 'keep' && !claimed
        return [how, entry.entry, ours, longest]
      })
      return { script: settle, keys: keysOf(entries), args: [ticket, ...words] } satisfies Link
    },
  }
}

export function entriesFor(hash: KeyedHash, { key, item, ...bucket }: Bucket, ticket: string): Entry[] {
  const items = item === undefined ? [] : hash.all(key, item)
  const longest = Math.max(...bucket.windows.map(([, seconds]) => seconds))
  const rule = JSON.stringify({ ...bucket, longest })
  const entryOf = (name: string, n: number) => ({ key, name, entry: items[n] ?? ticket, longest, rule })
  return logsOf(hash, key).map((name, n) => ({ ...entryOf(name, n), added: 0, kept: false }))
}

/** The log of a bucket under each valid HMAC key, newest first. */
export const logsOf = (hash: KeyedHash, key: string): string[] => hash.all(key).map(name => `l:${name}`)

export type TakeReply = [first: number, seconds: number, added: number[], used: number[][], unsettled: 0 | 1]

/** With that of an earlier call the later of two; a judged refusal wins over an unsettled one. */
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
