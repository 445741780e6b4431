import type { Bucket, Limiter } from '../../ports.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface Entry {
  name: string | symbol
  at: number
}

/** Sliding windows in this process, by the rules of the Redis script. Each take runs to its end without a pause. */
export function memoryLimiter(now: Clock = () => performance.now()): Limiter {
  const logs = new ExpiringMap<Entry[]>(now)
  return {
    async take(buckets) {
      const time = now()
      const full = buckets
        .filter(bucket => !bucket.soft && !bucket.replaces && !holds(bucket, time))
        .map(bucket => ({ key: bucket.key, freeAt: freeAt(bucket, time) }))
        .filter(bucket => bucket.freeAt > time)
      if (full[0]) {
        const last = Math.max(...full.map(bucket => bucket.freeAt))
        return { allowed: false, key: full[0].key, retryAfterSeconds: Math.ceil((last - time) / 1000) }
      }
      const ticket = Symbol()
      for (const bucket of buckets) add(bucket, ticket, time)
      return {
        allowed: true,
        used: buckets.map(bucket => bucket.windows.map(([, seconds]) => within(bucket, seconds, time).length)),
        async release({ back = [], clear = [] }) {
          for (const { key, item = ticket } of buckets) if (back.includes(key)) remove(key, item, time)
          for (const key of clear) logs.delete(key)
        },
      }
    },
  }

  function within({ key }: Bucket, seconds: number, time: number) {
    return (logs.get(key) ?? []).filter(entry => entry.at > time - seconds * 1000)
  }

  function holds(bucket: Bucket, time: number) {
    return within(bucket, longest(bucket), time).some(({ name }) => name === bucket.item)
  }

  function freeAt(bucket: Bucket, time: number) {
    const entries = within(bucket, longest(bucket), time)
    const wait = bucket.waits?.[Math.min(entries.length, bucket.waits.length) - 1] ?? 0
    return Math.max(
      time,
      (entries.at(-1)?.at ?? -Infinity) + wait * 1000,
      ...bucket.windows.map(([count, seconds]) => (entries.at(-count)?.at ?? -Infinity) + seconds * 1000),
    )
  }

  function add(bucket: Bucket, ticket: symbol, time: number) {
    if (holds(bucket, time) || (bucket.soft && freeAt(bucket, time) > time)) return
    const others = bucket.replaces ? [] : within(bucket, longest(bucket), time)
    logs.set(bucket.key, [...others, { name: bucket.item ?? ticket, at: time }], longest(bucket))
  }

  /** Only what this take has put there: an item may be older. */
  function remove(key: string, name: string | symbol, time: number) {
    const log = logs.get(key)
    const index = log?.findIndex(entry => entry.name === name && entry.at === time) ?? -1
    if (index >= 0) log!.splice(index, 1)
  }
}

function longest({ windows }: Bucket) {
  return Math.max(...windows.map(([, seconds]) => seconds))
}
