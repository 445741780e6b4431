import pino, { type Logger } from 'pino'
import { requestId } from './request-context.ts'

export type { Logger }

/** JSON lines on standard output. Errors are logged by an allow-list: type, code, status and stack, never what they carry (L-3). */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    mixin: () => ({ requestId: requestId() }),
    serializers: { err: describeError },
  })
}

/** What may be told of an error. Messages stay out: a parser's quotes the body, an HTTP client's the request. */
export function describeError(error: unknown): object {
  const { name, code, status, service, cause } = Object(error) as Record<string, unknown>
  return {
    type: error instanceof Error && isPlain(name) ? name : typeof error,
    ...(isPlain(code) && { code }),
    ...(isPlain(status) && { status }),
    ...(isPlain(service) && { service }),
    ...(error instanceof Error && { stack: framesOf(error) }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}

const isPlain = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && /^[\w.-]{1,60}$/.test(value))

/** Where it happened, without the message that a stack begins with. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, 12)
    .map(line => line.trim())
}
