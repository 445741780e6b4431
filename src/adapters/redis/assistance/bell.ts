import { randomInt } from 'node:crypto'
import { Cluster, type Redis } from 'ioredis'
import { randomToken } from '../../../domain/crypto/random.ts'
import type { Followed } from '../../../ports/index.ts'
import { createListeners } from '../../memory/listeners.ts'
import type { RedisClient } from '../client.ts'
import { orUnavailable } from '../timeouts.ts'

const CHANNEL = /^live:(.*)$/
const BEAT_MS = 500
/** If its own beat has been missing for so long, a console may be missing changes. */
const DEAF_MS = 2000
/** After so long the connection is replaced, even if it is open. */
const LOST_MS = 4000

export type Bell = Pick<Followed, 'listen' | 'hears'>

/** Hears which pages have changed; messages are empty and may be lost, so whoever listens reads the page. Ends with `client`. */
export function createBell(client: RedisClient): Bell {
  const listeners = createListeners()
  const own = `-${randomToken(9)}`
  let subscriber: Redis | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let heardAt = Number.NEGATIVE_INFINITY
  const timer = setInterval(beat, BEAT_MS)
  connect()
  client.once('end', () => {
    clearInterval(timer)
    leave()
  })

  return {
    listen: listeners.listen,
    hears: () => performance.now() - heardAt < DEAF_MS,
  }

  function beat(): void {
    const now = performance.now()
    if (!subscriber || now - Math.max(heardAt, triedAt) > LOST_MS) connect()
    // Only a working connection gets it, so `hears` is right whatever is frozen, killed or cut off.
    orUnavailable(client.publish(`live:${own}`, '')).catch(() => undefined)
  }

  function connect(): void {
    leave()
    triedAt = performance.now()
    const next = subscriberOf(client)
    if (!next) return
    subscriber = next
    next.on('error', () => undefined)
    next.on('end', () => {
      if (subscriber === next) leave()
    })
    next.on('pmessage', (_pattern, channel) => hear(CHANNEL.exec(channel)?.[1]))
    // Changes before this subscription were missed.
    next.psubscribe('live:*').then(
      () => listeners.names().forEach(hear),
      () => next.disconnect(),
    )
  }

  function leave(): void {
    const last = subscriber
    subscriber = undefined
    heardAt = Number.NEGATIVE_INFINITY
    last?.disconnect()
  }

  function hear(page = ''): void {
    if (page === own) heardAt = performance.now()
    for (const changed of listeners.of(page)) changed()
  }
}

/** A cluster passes messages on to all of its nodes. Undefined if none is known now. */
function subscriberOf(client: RedisClient): Redis | undefined {
  const nodes = client instanceof Cluster ? client.nodes() : [client]
  const node = nodes[randomInt(Math.max(nodes.length, 1))]
  // It does not reconnect by itself: the next connection may have to lead elsewhere.
  return node?.duplicate({ retryStrategy: () => null, lazyConnect: true, enableOfflineQueue: true })
}
