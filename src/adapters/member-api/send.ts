import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { DependencyLimits } from '../../config/limits/dependencies.ts'
import { passedOn } from '../../observability/request-context.ts'
import { createCircuitBreaker } from '../breaker/circuit-breaker.ts'
import { NotCalled } from '../breaker/not-called.ts'
import type { CallOutcome, DependencyWatch } from '../breaker/observed.ts'
import { createFailureStreak } from '../faults/failure-streak.ts'
import { createHttpClient, loggableError, unreached } from '../http.ts'
import type { Question } from './answers.ts'
import { read } from './read.ts'
import type { Reply } from './reply.ts'

export interface MemberApi {
  url: string
  token: string
  limits: DependencyLimits['memberApi']
  watch?: DependencyWatch | undefined
  alarm?: ((name: string, on: boolean) => void) | undefined
}

const ALARMING = 5

interface Call {
  question: Question
  method: 'POST' | 'PUT'
  path: string
  body: object
  headers?: Record<string, string>
}

/** Makes one call within `callMs`; never throws. Successes must match `schema`. */
export function createSender({ url, token, limits, watch, alarm }: MemberApi) {
  const http = createHttpClient(limits.breaker.concurrent)
  const breaker = createCircuitBreaker({ name: 'member-api', limits: limits.breaker, watch })
  const faults = createFailureStreak(ALARMING, (fault, on) => alarm?.(`member-api-${fault}`, on))
  const base = url.replace(/\/+$/, '')
  const always = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }

  return async <Schema extends z.ZodType>(call: Call, schema: Schema, callMs: number) => {
    try {
      const reply = await breaker(callMs, signal => send(call, schema, signal), outcomeOf)
      if (reply.body !== undefined || reply.refusal) faults.succeeded()
      else if (reply.fault) {
        watch?.refused?.('member-api', reply.fault, reply.status)
        if (reply.fault !== 'theirs') faults.failed(reply.fault)
      }
      return reply
    } catch (error) {
      return noAnswer(error)
    }
  }

  async function send<Schema extends z.ZodType>(
    { question, method, path, body, headers }: Call,
    schema: Schema,
    signal: AbortSignal,
  ) {
    const answer = await http
      .request<string>({
        method,
        url: base + path,
        data: JSON.stringify(body),
        headers: { ...headers, ...always, ...passedOn() },
        signal,
      })
      .catch(withoutBody)
    return read(answer, question, schema)
  }
}

/** A 4xx shows that the API works and does not open the breaker; an undefined 404 comes from something else. */
function outcomeOf(result: PromiseSettledResult<Reply<unknown>>): CallOutcome {
  if (result.status === 'rejected') return 'failed'
  const { body, status, fault } = result.value
  if (body !== undefined) return 'ok'
  return status >= 400 && status < 500 && fault !== 'path' ? 'refused' : 'failed'
}

/** An answer keeps its status if its body is cut short or too long. */
function withoutBody(error: unknown) {
  const { res } = Object(Object(error).request) as { res?: { statusCode: number; headers: IncomingHttpHeaders } }
  if (!res) throw error
  return { status: res.statusCode, headers: res.headers, data: '' }
}

function noAnswer(error: unknown): Reply<never> {
  const { code } = loggableError(error)
  return { status: 0, code, unsure: !(error instanceof NotCalled || unreached({ code })) }
}
