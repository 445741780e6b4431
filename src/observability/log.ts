import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import { logged } from './request-context.ts'

export type { Logger }

const MOST_UNWRITTEN_BYTES = 1024 * 1024
const MOST_TOGETHER_BYTES = 16_000

/** JSON lines on stdout; errors by an allow-list (L-3). `onTrouble` reports a failed write, and the next that works. */
export function createLog(level: string, onTrouble?: (lost: boolean) => void): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    mixin: logged,
    serializers: { err: describeError },
  }
  return pino(options, standardOutput(onTrouble))
}

/** A full disk or a closed reader must not end the service (F13): lines are buffered up to a bound, then dropped. */
function standardOutput(onTrouble: (lost: boolean) => void = () => {}): DestinationStream {
  const bounds = { minLength: MOST_TOGETHER_BYTES, maxLength: MOST_UNWRITTEN_BYTES }
  const output = pino.destination({ dest: 1, sync: true, ...bounds })
  let lost = false
  output.on('error', () => turn(true)).on('write', () => lost && turn(false))
  return together(output)

  function turn(now: boolean): void {
    lost = now
    onTrouble(now)
  }
}

/** Writes all lines of one turn of the event loop together: each write is a blocking system call. */
function together(output: ReturnType<typeof pino.destination>): DestinationStream {
  let due = false
  // `flushSync` would retry for ever on a full disk.
  process.once('exit', flush)
  return {
    write(line) {
      output.write(line)
      if (!due) setImmediate(flush)
      due = true
    },
  }

  function flush(): void {
    due = false
    output.flush()
  }
}

/** The safe fields of an error. Messages are left out: a parser's quotes the body, an HTTP client's the request. */
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

function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, 12)
    .map(line => line.trim())
}
