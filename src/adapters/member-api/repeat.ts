import { setTimeout as sleep } from 'node:timers/promises'
import { unreached } from '../http.ts'
import type { Reply } from './reply.ts'

const CUT_OFF = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT']

type Limits = { callMs: number; questionMs: number }
type Call<Body> = (callMs: number) => Promise<Reply<Body>>

/** Makes a read-only call, and repeats it once after 100–300 ms if the API was unreachable or briefly down (REL-D1). */
export async function repeatOnce<Body>(limits: Limits, call: Call<Body>): Promise<Reply<Body>> {
  return twice(limits, call, async reply => {
    if (!brieflyOut(reply)) return false
    await sleep(100 + Math.floor(Math.random() * 200))
    return true
  })
}

/** Repeats an idempotent call whose outcome is unknown. A refused repeat leaves it unknown. */
export async function repeatIfUnsure<Body>(limits: Limits, call: Call<Body>): Promise<Reply<Body>> {
  let unsure = false
  const reply = await twice(limits, call, async first => {
    unsure = first.unsure
    return unsure
  })
  return { ...reply, unsure: unsure || reply.unsure }
}

async function twice<Body>(
  { callMs, questionMs }: Limits,
  call: Call<Body>,
  worthIt: (reply: Reply<Body>) => Promise<boolean>,
): Promise<Reply<Body>> {
  const endsAt = performance.now() + questionMs
  const reply = await call(callMs)
  if (!(await worthIt(reply))) return reply
  const leftMs = Math.floor(endsAt - performance.now())
  return leftMs > 0 ? call(Math.min(callMs, leftMs)) : reply
}

function brieflyOut(reply: Reply<unknown>): boolean {
  if (reply.status === 0) return unreached(reply) || CUT_OFF.includes(String(reply.code))
  return [502, 503, 504].includes(reply.status) && (reply.retryAfterSeconds ?? 0) <= 1
}
