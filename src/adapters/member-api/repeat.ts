import { setTimeout as sleep } from 'node:timers/promises'
import type { Reply } from './send.ts'

const UNREACHED = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
]

/** Makes a call that changes nothing, and once more after 100–300 ms where the API was not reached or was briefly out (REL-D1). */
export async function repeatOnce(call: () => Promise<Reply>): Promise<Reply> {
  const reply = await call()
  if (!brieflyOut(reply)) return reply
  await sleep(100 + Math.floor(Math.random() * 200))
  return call()
}

/** Repeats a call that is idempotent by its key when nobody can tell what became of it. */
export async function settle(call: () => Promise<Reply>, readable: (reply: Reply) => boolean): Promise<Reply> {
  const reply = await call()
  return outcomeUnknown(reply, readable) ? call() : reply
}

function brieflyOut({ status, code, retryAfterSeconds = 0 }: Reply): boolean {
  if (status === 0) return UNREACHED.includes(String(code))
  return [502, 503, 504].includes(status) && retryAfterSeconds <= 1
}

/** 429 and 503 say that nothing was done; any other failure of the server says nothing (member-api.yaml). */
function outcomeUnknown(reply: Reply, readable: (reply: Reply) => boolean): boolean {
  if (reply.status === 0) return true
  if (reply.status >= 500) return reply.status !== 503
  return reply.status >= 200 && reply.status < 300 && !readable(reply)
}
