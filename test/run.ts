import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { buildAssets } from '../src/assets/build.ts'
import { ensureInstalled } from './support/install.ts'

/** `npm test`: installs what is missing, builds the browser's files, runs every test. */
await ensureInstalled('redis-server', 'redis-server')
await ensureInstalled('chromium', 'chromium')
await buildAssets()

const files = globSync('test/**/*.test.ts')
const tests = spawn(process.execPath, ['--test', '--test-concurrency=2', '--test-timeout=300000', ...files], {
  stdio: 'inherit',
})
tests.once('exit', code => {
  process.exitCode = code ?? 1
})
