import type { z } from 'zod'
import type { DependencyLimits } from '../../config/dependency-limits.ts'
import { requestId } from '../../request-context.ts'
import { safeCause } from '../cause.ts'
import { guard, NotCalled } from '../guard.ts'
import { outbound, unreached } from '../outbound.ts'
import type { CallOutcome, DependencyWatch } from '../watched.ts'
import { read } from './read.ts'
import type { Reply } from './reply.ts'

export interface MemberApi {
  url: string
  token: string
  limits: DependencyLimits['memberApi']
  watch?: DependencyWatch | undefined
}

interface Call {
  method: 'POST' | 'PUT'
  path: string
  body: object
  headers?: Record<string, string>
}

/** A function that makes one call to the member-data API within `callMs` and never throws; successes follow `schema`. */
export function sender({ url, token, limits, watch }: MemberApi) {
  const http = outbound(limits.breaker.concurrent)
  const guarded = guard({ name: 'member-api', limits: limits.breaker, watch })
  const base = url.replace(/\/+$/, '')

  return async <Schema extends z.ZodType>(call: Call, schema: Schema, callMs: number) => {
    try {
      return await guarded(callMs, signal => send(call, schema, signal), outcomeOf)
    } catch (error) {
      return noAnswer(error)
    }
  }

  async function send<Schema extends z.ZodType>(
    { method, path, body, headers }: Call,
    schema: Schema,
    signal: AbortSignal,
  ) {
    const answer = await http.request<string>({
      method,
      url: base + path,
      data: body,
      headers: { ...headers, Authorization: `Bearer ${token}`, 'X-Request-Id': requestId() },
      signal,
    })
    return read(answer, schema)
  }
}

/** An answer of 4xx is the API at work: it opens no breaker. */
function outcomeOf(result: PromiseSettledResult<Reply<unknown>>): CallOutcome {
  if (result.status === 'rejected') return 'failed'
  const { body, status } = result.value
  if (body !== undefined) return 'ok'
  return status >= 400 && status < 500 ? 'refused' : 'failed'
}

function noAnswer(error: unknown): Reply<never> {
  const { code } = safeCause(error)
  return { status: 0, code, unsure: !(error instanceof NotCalled || unreached({ code })) }
}
