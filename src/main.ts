import { BadConfiguration, loadConfig } from './config.ts'
import { startServer } from './server.ts'

/** The process: configuration, then the service, until it is told to stop. */
try {
  const { stop } = await startServer(loadConfig())
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
} catch (error) {
  console.error(error instanceof BadConfiguration ? error.message : error)
  process.exitCode = 1
}
