import { flushCompileCache } from 'node:module'
import { run } from './server/run.ts'

/** `npm start`: runs the wizard until a signal stops it. */
await run(async () => {
  // Not before: `run` says it in a line if a package is missing.
  const { loadConfig } = await import('./config/index.ts')
  const { startServer } = await import('./server/index.ts')
  const config = loadConfig()
  const running = await startServer(config)
  // With NODE_COMPILE_CACHE set, the next start reuses the code compiled here, even after a crash.
  flushCompileCache()
  return { ...running, drainWaitMs: config.limits.server.drainWaitMs }
})
