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

/** As ioredis' `socketTimeout`, but reads the socket once more before it ends a silent connection (F16). */
export function enforceSocketTimeout(client: Redis | Cluster): void {
  if (client instanceof Cluster) client.on('+node', (node: Redis) => watch(node as unknown as Timed))
  else watch(client as unknown as Timed)
}

function watch(redis: Timed): void {
  redis.setSocketTimeout = () => {
    const { stream } = redis
    if (!stream) return
    let answered = false
    const timer = atLimit(
      LIMIT_MS,
      () => answered,
      () => stream.destroy(new Error('Redis has been silent for too long')),
    )
    redis.socketTimeoutTimer = timer
    stream.once('data', () => {
      disarm()
      stream.off('close', disarm)
      if (redis.commandQueue.length > 0) redis.setSocketTimeout()
    })
    // ioredis starts no second timer while one is set: the next connection would have none.
    stream.once('close', disarm)

    function disarm(): void {
      answered = true
      clearTimeout(timer)
      if (redis.socketTimeoutTimer === timer) redis.socketTimeoutTimer = undefined
    }
  }
}

export function inTime<Reply>(reply: Promise<Reply>): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  let answered = false
  const timer = atLimit(
    LIMIT_MS,
    () => answered,
    () => reject(new Error('Redis has not answered in time')),
  )
  // Promise.race would cost as much again as sending the command.
  const settle = () => {
    answered = true
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

/** Any error of Redis (down, full, read-only) leaves the outcome unknown, hence `Unavailable`. */
export function orUnavailable<Reply>(reply: Promise<Reply>): Promise<Reply> {
  return inTime(reply).catch(cause => {
    throw new Unavailable('redis', { cause })
  })
}
