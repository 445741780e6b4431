import { flushCompileCache } from 'node:module'
import { loadConfig } from './config/index.ts'
import { startServer } from './server/index.ts'
import { run } from './server/run.ts'

/** `npm start`: runs the wizard until a signal stops it. */
await run(async () => {
  const config = loadConfig()
  const running = await startServer(config)
  // With NODE_COMPILE_CACHE set, the next start reuses the code compiled here, even after a crash.
  flushCompileCache()
  return { ...running, drainWaitMs: config.limits.server.drainWaitMs }
})
