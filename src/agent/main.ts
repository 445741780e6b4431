import { loadConsoleConfig } from '../config/index.ts'
import { run } from '../server/run.ts'
import { startConsole } from './server.ts'

/** `npm run console`: runs the call-centre console until a signal stops it. */
await run(async () => {
  const config = loadConsoleConfig()
  const running = await startConsole(config)
  return { ...running, drainWaitMs: config.limits.server.drainWaitMs }
})
