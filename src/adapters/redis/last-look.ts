import type { Socket } from 'node:net'
import { Cluster, type Redis } from 'ioredis'
import { Unavailable } from '../../ports/index.ts'
import { atLimit } from '../time-limit.ts'

const LIMIT_MS = 1000

interface Timed {
  stream?: Socket
  socketTimeoutTimer?: unknown
  commandQueue: { length: number }
  setSocketTimeout(): void
}

/**
 * Ends a connection on which nothing has come for a second though something is asked, as `socketTimeout` of ioredis does,
 * and with it every command on it; but looks once more before (F16).
 */
export function lookOnceMore(client: Redis | Cluster): void {
  if (client instanceof Cluster) client.on('+node', (node: Redis) => watch(node as unknown as Timed))
  else watch(client as unknown as Timed)
}

/** ioredis arms its own limit by `setSocketTimeout` where a command is sent; this one takes its place. */
function watch(redis: Timed): void {
  redis.setSocketTimeout = () => {
    const { stream } = redis
    if (!stream) return
    let heard = false
    const timer = atLimit(
      LIMIT_MS,
      () => heard,
      () => stream.destroy(new Error('Redis has been silent for too long')),
    )
    redis.socketTimeoutTimer = timer
    stream.once('data', () => {
      disarm()
      stream.off('close', disarm)
      if (redis.commandQueue.length > 0) redis.setSocketTimeout()
    })
    // ioredis arms no second one while this stands: the next connection would have none.
    stream.once('close', disarm)

    function disarm(): void {
      heard = true
      clearTimeout(timer)
      if (redis.socketTimeoutTimer === timer) redis.socketTimeoutTimer = undefined
    }
  }
}

/** The reply, or the news that there is none in time; looks once more as well. */
export function inTime<Reply>(reply: Promise<Reply>): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  let heard = false
  const timer = atLimit(
    LIMIT_MS,
    () => heard,
    () => reject(new Error('Redis has not answered in time')),
  )
  // Not Promise.race, which costs a command as much again as sending it.
  const settle = () => {
    heard = true
    clearTimeout(timer)
  }
  reply.then(
    value => {
      settle()
      resolve(value)
    },
    error => {
      settle()
      reject(error)
    },
  )
  return promise
}

/** The reply; or throws `Unavailable`, since whatever Redis refuses (down, full, read-only) leaves the outcome unknown. */
export function orUnavailable<Reply>(reply: Promise<Reply>): Promise<Reply> {
  return inTime(reply).catch(cause => {
    throw new Unavailable('redis', { cause })
  })
}
