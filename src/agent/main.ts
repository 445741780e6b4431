import { run } from '../server/run.ts'

/** `npm run console`: runs the call-centre console until a signal stops it. */
await run(async () => {
  // Not before: `run` says it in a line if a package is missing.
  const { loadConsoleConfig } = await import('../config/index.ts')
  const { startConsole } = await import('./server.ts')
  const config = loadConsoleConfig()
  const running = await startConsole(config)
  return { ...running, drainWaitMs: config.limits.server.drainWaitMs }
})
