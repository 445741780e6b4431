import type { Limiter } from '../../ports.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

/** Sliding windows in this process: for each bucket, when each one was taken. */
export function memoryLimiter(now: Clock = () => performance.now()): Limiter {
  const buckets = new ExpiringMap<number[]>(now)
  return {
    async take(key, windows) {
      const time = now()
      const taken = buckets.get(key) ?? []
      const freeAt = Math.max(
        time,
        ...windows.map(([count, seconds]) => (taken.at(-count) ?? -Infinity) + seconds * 1000),
      )
      if (freeAt > time) return { allowed: false, retryAfterSeconds: Math.ceil((freeAt - time) / 1000) }
      const longest = Math.max(...windows.map(([, seconds]) => seconds))
      buckets.set(key, [...taken.filter(at => at > time - longest * 1000), time], longest)
      return { allowed: true }
    },

    async giveBack(key) {
      buckets.get(key)?.pop()
    },
  }
}
