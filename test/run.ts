import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { ensureInstalled } from './support/install.ts'

const AT_ONCE = 4
/** Of a single test that has no limit of its own. */
const TEST_MS = 5 * 60_000
/** Of all together. */
const ALL_MS = 30 * 60_000

/** `npm test`: installs what is missing, runs every file of tests, and exits with 1 if a test failed. */
await ensureInstalled('redis-server', 'redis-server')
await ensureInstalled('chromium', 'chromium')
// The runner then names the tests that were under way.
setTimeout(() => process.kill(process.pid, 'SIGINT'), ALL_MS).unref()
run({
  files: spread(globSync('test/**/*.test.ts').sort()),
  concurrency: AT_ONCE,
  timeout: TEST_MS,
  execArgv: ['--import=./test/support/end-file.ts'],
})
  .on('test:fail', () => {
    process.exitCode = 1
  })
  .compose(spec)
  .pipe(process.stdout)

/**
 * The order for a machine of few cores. Files that drive a browser take all the processor they get, most others wait for what they broke
 * on purpose: side by side neither stands in the other's way. The shortest come last, so that no core is idle at the end.
 */
function spread(files: string[]): string[] {
  const those = (pattern: RegExp) => files.filter(file => pattern.test(file))
  const [browser, short] = [those(/^test\/(old-)?browser/), those(/^test\/unit\//)]
  const others = files.filter(file => !browser.includes(file) && !short.includes(file))
  const step = others.length / browser.length
  return [...browser.flatMap((file, n) => [file, ...others.slice(n * step, (n + 1) * step)]), ...short]
}
