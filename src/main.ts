import { flushCompileCache } from 'node:module'
import { BadConfiguration, loadConfig } from './config/index.ts'
import { startServer } from './server/index.ts'

/** Less than the orchestrator's grace period: the process exits before it is killed (REL-G1). */
const FORCED_MS = 30_000

/** Loads the configuration and runs the service until a signal stops it. Exits with 1 if it cannot start or continue. */
try {
  const config = loadConfig()
  const { stop, crash } = await startServer(config)
  // With NODE_COMPILE_CACHE set, the next start reuses the code compiled here, even after a crash.
  flushCompileCache()
  const end = (waitMs: number) => {
    setTimeout(() => process.exit(1), FORCED_MS).unref()
    void stop(waitMs)
  }
  process.once('uncaughtException', error => void crash(error).finally(() => process.exit(1)))
  process.once('SIGTERM', () => end(config.limits.server.drainWaitMs))
  process.once('SIGINT', () => end(0))
} catch (error) {
  console.error(isForOperators(error) ? error.message : error)
  // Handles left open by a failed start would keep the process alive.
  process.exit(1)
}

/** A wrong setting or a port in use: the operator needs the message, not the stack. */
function isForOperators(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { syscall = '' } = error as NodeJS.ErrnoException
  const isKnown = error instanceof BadConfiguration || ['NotBuilt', 'Unavailable'].includes(error.name)
  return isKnown || ['listen', 'getaddrinfo'].includes(syscall)
}
