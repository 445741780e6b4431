import type { Running } from './serve.ts'

/** Less than the orchestrator's grace period: the process exits before it is killed (REL-G1). */
const FORCED_MS = 30_000

/** Runs a service until a signal stops it; after SIGTERM requests are accepted for `drainWaitMs` more. Exits with 1 if it cannot start or continue. */
export async function run(start: () => Promise<Running & { drainWaitMs: number }>): Promise<void> {
  try {
    const { stop, crash, drainWaitMs } = await start()
    const end = (waitMs: number) => {
      setTimeout(() => process.exit(1), FORCED_MS).unref()
      void stop(waitMs)
    }
    process.once('uncaughtException', error => void crash(error).finally(() => process.exit(1)))
    process.once('SIGTERM', () => end(drainWaitMs))
    process.once('SIGINT', () => end(0))
  } catch (error) {
    console.error(missingPackage(error) ?? (isForOperators(error) ? error.message : error))
    // Handles left open by a failed start would keep the process alive.
    process.exit(1)
  }
}

function missingPackage(error: unknown): string | undefined {
  const { code = '', message = '' } = Object(error) as { code?: string; message?: string }
  if (!code.endsWith('MODULE_NOT_FOUND')) return undefined
  const [, name] = /^Cannot find (?:package|module) '((?:@[^'/]+\/)?[^./'][^'/]*)/.exec(message) ?? []
  return name && `The package ${name} is missing: run \`npm ci --omit=dev\``
}

/** A wrong setting or a port in use: the operator needs the message, not the stack. */
function isForOperators(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { syscall = '' } = error as NodeJS.ErrnoException
  const isKnown = ['BadConfiguration', 'NotBuilt', 'Unavailable'].includes(error.name)
  return isKnown || ['listen', 'getaddrinfo'].includes(syscall)
}
