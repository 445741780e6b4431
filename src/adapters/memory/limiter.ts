import { type Bucket, type Limiter, UNSETTLED_SECONDS } from '../../ports/index.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface Entry {
  name: string | symbol
  at: number
  keptBy?: symbol
  /** The unsettled takes of this entry with their expiry; undefined once one is kept. */
  claims: Map<symbol, number> | undefined
}

/** Sliding windows in this process, with the rules of the Redis script. Each take is synchronous, hence atomic. */
export function memoryLimiter(now: Clock = () => performance.now()): Limiter {
  const logs = new ExpiringMap<Entry[]>(now)
  const limiter: Limiter = {
    async takeAfter(first, buckets) {
      return first.judge(await first.run()) === 'right' ? limiter.take(buckets) : { allowed: false, barred: true }
    },

    async put(bucket) {
      add({ ...bucket, replaces: true, firm: true }, Symbol(), now())
    },

    async take(buckets) {
      const time = now()
      const full = buckets
        .filter(bucket => !bucket.soft && !bucket.replaces && !held(bucket, time))
        .filter(bucket => freeAt(bucket, time) > time)
      if (full[0]) {
        const judged = full.find(bucket => freeAt(bucket, time, isSettled) > time)
        const last = Math.max(...full.map(bucket => reportedFreeAt(bucket, time)))
        const retryAfterSeconds = Math.ceil((last - time) / 1000)
        if (judged) return { allowed: false, key: judged.key, retryAfterSeconds }
        return { allowed: false, key: full[0].key, retryAfterSeconds, unsettled: true }
      }
      const ticket = Symbol()
      const entries = buckets.map(bucket => [bucket, add(bucket, ticket, time)] as const)
      return {
        allowed: true,
        used: entries.map(([bucket, own]) => {
          const isOurs = (entry: Entry) => entry === own || isSettled(entry)
          return bucket.windows.map(([, seconds]) => within(bucket, seconds, time).filter(isOurs).length)
        }),
        async settle({ keep = [], clear = [] }, beside) {
          const done = beside?.run()
          for (const [bucket, entry] of entries)
            if (clear.includes(bucket.key)) logs.delete(bucket.key)
            else if (entry && keep.includes(bucket.key)) retain(bucket, entry, ticket)
            else if (entry) giveBack(bucket, entry, ticket)
          await done
        },
      }
    },
  }
  return limiter

  function within({ key }: Bucket, seconds: number, time: number) {
    return (logs.get(key) ?? []).filter(entry => entry.at > time - seconds * 1000 && counts(entry, time))
  }

  function held(bucket: Bucket, time: number) {
    return within(bucket, longest(bucket), time).find(({ name }) => name === bucket.item)
  }

  function freeAt(bucket: Bucket, time: number, are: (entry: Entry) => boolean = () => true) {
    const entries = within(bucket, longest(bucket), time).filter(are)
    const wait = bucket.waits?.[Math.min(entries.length, bucket.waits.length) - 1] ?? 0
    return Math.max(
      time,
      (entries.at(-1)?.at ?? -Infinity) + wait * 1000,
      ...bucket.windows.map(([count, seconds]) => (entries.at(-count)?.at ?? -Infinity) + seconds * 1000),
    )
  }

  function reportedFreeAt(bucket: Bucket, time: number) {
    const lapses = within(bucket, longest(bucket), time).flatMap(({ claims }) => [...(claims?.values() ?? [])])
    return Math.max(freeAt(bucket, time, isSettled), Math.min(freeAt(bucket, time), Math.max(time, ...lapses)))
  }

  function add(bucket: Bucket, ticket: symbol, time: number): Entry | undefined {
    const lapses = time + UNSETTLED_SECONDS * 1000
    const there = held(bucket, time)
    there?.claims?.set(ticket, lapses)
    if (there) return there.claims && there
    if (bucket.soft && freeAt(bucket, time) > time) return undefined
    const others = bucket.replaces ? [] : within(bucket, longest(bucket), time)
    const claims = bucket.firm ? undefined : new Map([[ticket, lapses]])
    const entry = { name: bucket.item ?? ticket, at: time, claims }
    logs.set(bucket.key, [...others, entry], longest(bucket))
    return entry
  }

  function retain(bucket: Bucket, entry: Entry, ticket: symbol) {
    if (entry.claims) entry.keptBy = ticket
    entry.claims = undefined
    const others = (logs.get(bucket.key) ?? []).filter(other => other !== entry)
    logs.set(bucket.key, [...others, entry].toSorted(oldestFirst), longest(bucket))
  }

  function giveBack({ key }: Bucket, entry: Entry, ticket: symbol) {
    entry.claims?.delete(ticket)
    const stays = entry.claims ? entry.claims.size > 0 : entry.keptBy !== ticket
    const log = logs.get(key)
    if (log?.includes(entry) && !stays) log.splice(log.indexOf(entry), 1)
  }
}

function counts({ claims }: Entry, time: number) {
  return claims === undefined || [...claims.values()].some(lapses => lapses > time)
}

function isSettled({ claims }: Entry) {
  return claims === undefined
}

function oldestFirst(one: Entry, other: Entry) {
  return one.at - other.at
}

function longest({ windows }: Bucket) {
  return Math.max(...windows.map(([, seconds]) => seconds))
}
