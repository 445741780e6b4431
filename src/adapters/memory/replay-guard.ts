import type { SpentProofs } from '../../ports/index.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

/** Spent proofs in this process. */
export function memorySpentProofs(now?: Clock): SpentProofs {
  const spent = new ExpiringMap<true>(now)
  return {
    async spend(id, ttlSeconds) {
      if (spent.get(id)) return false
      spent.set(id, true, ttlSeconds)
      return true
    },
  }
}
