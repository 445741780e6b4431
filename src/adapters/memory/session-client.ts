import type { SessionClient } from '../session-store.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

/** What the session store wants of Redis, in this process: sealing and lives take the same way as there. */
export function memorySessionClient(now?: Clock): SessionClient {
  const values = new ExpiringMap<string>(now)
  return {
    visit: async (key, seconds) => {
      values.expire(key, seconds)
      return values.get(key) ?? null
    },
    replace: async (key, value, seconds) => {
      const there = values.get(key) !== undefined
      if (there) values.set(key, value, seconds)
      return there
    },
    set: async (key, value, _ex, seconds) => values.set(key, value, seconds),
    expire: async (key, seconds) => values.expire(key, seconds),
    del: async keys => {
      for (const key of keys) values.delete(key)
    },
  }
}
