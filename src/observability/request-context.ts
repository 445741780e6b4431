import { AsyncLocalStorage } from 'node:async_hooks'
import { type Trace, traceparent } from './trace.ts'

export interface RequestContext {
  requestId: string
  trace?: Trace | undefined
}

export const requestContext = new AsyncLocalStorage<RequestContext>()

export function requestId(): string {
  return requestContext.getStore()?.requestId ?? '-'
}

/** What every log line says of the request that it belongs to. */
export function logged(): { requestId: string; traceId?: string; spanId?: string } {
  const trace = requestContext.getStore()?.trace
  return { requestId: requestId(), ...(trace && { traceId: trace.traceId, spanId: trace.spanId }) }
}

/** Headers by which a call is found in the log of whoever answers it. */
export function passedOn(): Record<string, string> {
  const trace = requestContext.getStore()?.trace
  return { 'X-Request-Id': requestId(), ...(trace && { traceparent: traceparent(trace) }) }
}
