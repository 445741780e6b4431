import type { ReplayGuard } from '../../ports/index.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

export function memoryReplayGuard(now?: Clock): ReplayGuard {
  const spent = new ExpiringMap<true>(now)
  return {
    async useOnce(id, ttlSeconds) {
      if (spent.get(id)) return false
      spent.set(id, true, ttlSeconds)
      return true
    },
  }
}
