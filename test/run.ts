import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { ensureInstalled } from './support/install.ts'

/** Of one test that has none of its own. */
const TEST_MS = 300_000
/** Of all together; the runner names those that were under way. */
const ALL_MS = 30 * 60_000

/** `npm test`: installs what is missing, runs every test. The browser's files are built before. */
await ensureInstalled('redis-server', 'redis-server')
await ensureInstalled('chromium', 'chromium')

const files = globSync('test/**/*.test.ts')
const endFiles = ['--import', './test/support/end-file.ts']
const flags = ['--test', ...endFiles, '--test-concurrency=2', `--test-timeout=${TEST_MS}`]
const tests = spawn(process.execPath, [...flags, ...files], { stdio: 'inherit' })
const tooLong = setTimeout(() => tests.kill('SIGINT'), ALL_MS)
tests.once('exit', code => {
  clearTimeout(tooLong)
  process.exitCode = code ?? 1
})
