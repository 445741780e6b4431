import { ensureInstalled } from './support/install.ts'

/** Of all tests together. The runner names those that were under way. */
const ALL_MS = 30 * 60_000

/**
 * Runs before all tests, in the runner's own process (`npm test`, whose flags give a single test five minutes): installs what
 * is missing, and interrupts a run that takes too long.
 */
export async function globalSetup(): Promise<void> {
  await ensureInstalled('redis-server', 'redis-server')
  await ensureInstalled('chromium', 'chromium')
  setTimeout(() => process.kill(process.pid, 'SIGINT'), ALL_MS).unref()
}
