import { flushCompileCache } from 'node:module'
import { BadConfiguration, loadConfig } from './config/index.ts'
import { startServer } from './server/index.ts'

/** Whoever told the process to stop kills it soon after: better by ourselves, before (REL-G1). */
const FORCED_MS = 30_000

/** The process: configuration, then the service, until it is told to stop. Ends with 1 where it cannot start or go on. */
try {
  const config = loadConfig()
  const { stop, crash } = await startServer(config)
  // Where NODE_COMPILE_CACHE is set, the next start finds compiled what this one has loaded, even after a crash.
  flushCompileCache()
  const end = (waitMs: number) => {
    setTimeout(() => process.exit(1), FORCED_MS).unref()
    // The process ends by itself when nothing is under way any more.
    void stop(waitMs)
  }
  // A rejection that nobody handles ends here too.
  process.once('uncaughtException', error => void crash(error).finally(() => process.exit(1)))
  process.once('SIGTERM', () => end(config.limits.server.drainWaitMs))
  process.once('SIGINT', () => end(0))
} catch (error) {
  console.error(isForOperators(error) ? error.message : error)
  // Whatever a start has left open would keep the process from ending.
  process.exit(1)
}

/** What an operator has left out or mistaken, or a port that is taken: its message says all, and its stack nothing. */
function isForOperators(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { syscall = '' } = error as NodeJS.ErrnoException
  const isTold = error instanceof BadConfiguration || ['NotBuilt', 'Unavailable'].includes(error.name)
  return isTold || ['listen', 'getaddrinfo'].includes(syscall)
}
