import type { SupportReferences } from '../../ports/index.ts'
import { createSupportReferences } from '../sessions/support-references.ts'
import type { ExpiringMap } from './expiring-map.ts'

export function memorySupportReferences(flows: ExpiringMap<string>): SupportReferences {
  return createSupportReferences({
    async claim(key, flow, ttlSeconds) {
      if (flows.get(key)) return false
      flows.set(key, flow, ttlSeconds)
      return true
    },
    drop: async key => flows.delete(key),
  })
}
