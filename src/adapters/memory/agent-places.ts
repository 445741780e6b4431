import type { AgentPlaces, StoredAgentSession } from '../sessions/agent-places.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

export function memoryAgentPlaces(now?: Clock): AgentPlaces {
  const places = new ExpiringMap<StoredAgentSession>(now)
  return {
    read: async place => places.get(place) ?? null,
    async write(place, was, next, seconds) {
      if (was !== undefined && places.get(place)?.tag !== was) return false
      places.set(place, next, seconds)
      return true
    },
    async end(place, tag) {
      if (tag === undefined || places.get(place)?.tag === tag) places.delete(place)
    },
  }
}
