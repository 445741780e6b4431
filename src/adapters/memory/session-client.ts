import { type SessionClient, type StoredSession, versionOf } from '../sessions/session-client.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface Place extends StoredSession {
  life: number
  began: number
  visits: number
}

export function memorySessionClient(
  references: ExpiringMap<string>,
  now: Clock = () => performance.now(),
): SessionClient {
  const places = new ExpiringMap<Place | 'ended'>(now)
  const at = (key: string) => {
    const there = places.get(key)
    return there === 'ended' ? undefined : there
  }

  return {
    async visit([key, reference], tag, [, window]) {
      const there = at(key)
      if (there?.tag !== tag) return null
      const { life } = there
      places.expire(key, life)
      references.expire(reference, life)
      if (now() - there.began >= window * 1000) Object.assign(there, { began: now(), visits: 0 })
      const { sealed, began } = there
      const secondsLeft = Math.ceil(window - (now() - began) / 1000)
      return { sealed, visits: ++there.visits, secondsLeft, life, holds: () => false }
    },
    read: async key => at(key) ?? null,
    async replace([key, reference], was, { flow, holder: _, ...next }, seconds) {
      const there = at(key)
      if (!there && (places.get(key) || was)) return 'gone'
      if (there && there.tag !== was?.tag) return 'moved'
      if (there && was && !versionOf(there.sealed).equals(was.version)) return 'newer'
      if (!there && flow) {
        if (references.get(reference)) return 'taken'
        references.set(reference, flow, seconds)
      }
      const { began, visits } = there ?? { began: now(), visits: 0 }
      places.set(key, { ...next, life: seconds, began, visits }, seconds)
      references.expire(reference, seconds)
      return 'kept'
    },
    async end([key, reference], seconds) {
      // Without a session the reference may already be another one's (AG-1).
      if (at(key)) references.delete(reference)
      places.set(key, 'ended', seconds)
    },
    async expire([key, reference], seconds) {
      if (!at(key)) return
      places.expire(key, seconds)
      references.expire(reference, seconds)
    },
  }
}
