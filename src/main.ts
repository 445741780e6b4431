import { BadConfiguration, loadConfig } from './config.ts'
import { startServer } from './server.ts'

/** The process: configuration, then the service, until it is told to stop. */
try {
  const { stop, crash } = await startServer(loadConfig())
  // A rejection that nobody handles ends here too.
  process.once('uncaughtException', error => void crash(error).finally(() => process.exit(1)))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
} catch (error) {
  console.error(error instanceof BadConfiguration ? error.message : error)
  process.exitCode = 1
}
