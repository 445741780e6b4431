import type { SupportReferences } from '../../ports.ts'
import { supportReferences } from '../support-references.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

/** Support references in this process. */
export function memorySupportReferences(now?: Clock): SupportReferences {
  const flows = new ExpiringMap<string>(now)
  return supportReferences({
    async claim(reference, flow, ttlSeconds) {
      if (flows.get(reference)) return false
      flows.set(reference, flow, ttlSeconds)
      return true
    },
    drop: async reference => flows.delete(reference),
  })
}
