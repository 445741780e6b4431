import type { AgentPlaces } from '../../sessions/agent-places.ts'
import type { RedisClient } from '../client.ts'
import { script } from '../script.ts'
import { orUnavailable } from '../timeouts.ts'

export function redisAgentPlaces(client: RedisClient): AgentPlaces {
  const write = script<1 | null>(client, 'assistance/write-agent-session')
  const end = script<unknown>(client, 'assistance/end-agent-session')
  return {
    async read(place) {
      const [tag, sealed] = await orUnavailable(client.hmget(keyOf(place), 'i', 'b'))
      return tag && sealed ? { tag, sealed } : null
    },
    async write(place, was, { tag, sealed }, seconds) {
      return (await write([keyOf(place)], [was ?? '', tag, sealed, seconds])) === 1
    },
    end: async (place, tag) => void (await end([keyOf(place)], [tag ?? ''])),
  }
}

const keyOf = (place: string): string => `a:${place}`
