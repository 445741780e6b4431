import { randomBytes } from 'node:crypto'

/** A W3C trace that the caller began, with a span of this request. */
export interface Trace {
  traceId: string
  spanId: string
  flags: string
}

const FORM = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(-.*)?$/

/** The trace that a `traceparent` names; undefined if it names none (Trace Context, 3.2). */
export function traceOf(traceparent: string | undefined): Trace | undefined {
  const [, version, traceId, flags, more] = FORM.exec(traceparent ?? '') ?? []
  if (!traceId || !flags || (version === '00' && more)) return undefined
  return { traceId, spanId: randomBytes(8).toString('hex'), flags }
}

/** The header that passes the trace on. */
export const traceparent = ({ traceId, spanId, flags }: Trace): string => `00-${traceId}-${spanId}-${flags}`
