import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { freePort } from '../support/free-port.ts'
import { productionCopy } from '../support/production-copy.ts'
import { copyProject } from '../support/project-copy.ts'
import { send } from '../support/raw.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

test('npm start, without demo and gallery, reads .env, and drains before it exits when npm gets SIGTERM (X-3, REL-G1)', {
  timeout: 180_000,
}, async t => {
  const around = await surroundings({ limits: { server: { drainWaitMs: 3000 } } })
  const copy = productionCopy()
  const adminPort = await freePort()
  const [port] = around.ports
  const settings = { ...around.environment, PORT: String(port), ADMIN_PORT: String(adminPort), LOG_LEVEL: 'info' }
  // One that the environment gives as well: the file does not override it.
  const lines = Object.entries({ ...settings, NODE_ENV: 'development', BASE_PATH: '/autre' })
  writeFileSync(join(copy.folder, '.env'), lines.map(([name, value]) => `${name}=${value}\n`).join(''))
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, BASE_PATH: '/mon_compte' }
  const npm = spawn('npm', ['start'], { cwd: copy.folder, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const ended = once(npm, 'exit')
  let output = ''
  npm.stdout.on('data', chunk => {
    output += chunk
  })
  t.after(async () => {
    killGroup(npm.pid!)
    await around.stop()
    copy.remove()
  })

  const probe = async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => undefined))?.status
  await until('ready', async () => (await probe()) === 200, 60_000)
  assert.equal((await send(around.origin)).status, 200)
  assert.equal((await fetch(`${around.origin}/gallery`)).status, 404)
  assert.ok(!existsSync(join(copy.folder, 'src/demo')))

  npm.kill('SIGTERM')
  await until('draining', async () => (await probe()) === 503)
  assert.equal((await send(around.origin)).status, 200, 'requests are answered while balancers learn of it')
  await ended
  await until('gone', async () => (await probe()) === undefined)
  await assert.rejects(send(around.origin), 'nothing listens any more')
  assert.match(output, /"sys_shutdown"/)
})

test('npm start without the built files prints in one line the command that makes them, and builds nothing (X-3)', async t => {
  const around = await surroundings()
  // With the sources of those files, and the packages that make them.
  const copy = await copyProject('unbuilt')
  t.after(async () => {
    await around.stop()
    await copy.remove()
  })
  rmSync(join(copy.folder, 'public/assets'), { recursive: true })
  const env = { PATH: process.env['PATH'], ...around.environment, PORT: '0', ADMIN_PORT: '0' }
  const start = promisify(execFile)('npm', ['start', '--silent'], { cwd: copy.folder, env, timeout: 120_000 })
  await assert.rejects(start, ({ code, stderr }: { code: number; stderr: string }) => {
    assert.equal(code, 1)
    assert.match(stderr, /^(\.env not found.*\n)?public\/assets\/ is missing: run `npm run build`, .*\n$/)
    return true
  })
  assert.ok(!existsSync(join(copy.folder, 'public/assets')))
})

test('a start on a port that is in use prints its number, and nothing else (X-2)', async t => {
  const around = await surroundings()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(async () => {
    taken.close()
    await around.stop()
  })
  const { port } = taken.address() as AddressInfo
  const env = { PATH: process.env['PATH'], ...around.environment, PORT: String(port), ADMIN_PORT: '0' }
  const start = promisify(execFile)(process.execPath, ['src/main.ts'], { env, timeout: 120_000 })
  await assert.rejects(start, { code: 1, stderr: `listen EADDRINUSE: address already in use 127.0.0.1:${port}\n` })
})

test('a start of the wizard or the console without a package prints its name and the command that installs it, and nothing else (X-3)', async t => {
  const copy = productionCopy()
  t.after(() => copy.remove())
  const packages = join(copy.folder, 'node_modules')
  rmSync(packages)
  mkdirSync(packages)
  for (const name of readdirSync('node_modules')) symlinkSync(resolve('node_modules', name), join(packages, name))
  // The latter two are loaded with their first use, long after the start.
  for (const [main, missing] of [
    ['src/main.ts', 'pino'],
    ['src/agent/main.ts', 'pino'],
    ['src/main.ts', 'undici'],
    ['src/main.ts', 'libphonenumber-js'],
  ] as const) {
    renameSync(join(packages, missing), join(copy.folder, 'away'))
    const start = promisify(execFile)(process.execPath, [main], { cwd: copy.folder, env: {}, timeout: 120_000 })
    const stderr = `The package ${missing} is missing: run \`npm ci --omit=dev\`\n`
    await assert.rejects(start, { code: 1, stdout: '', stderr })
    renameSync(join(copy.folder, 'away'), join(packages, missing))
  }
})

/** npm and whatever it has left behind. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // All have ended, as they should.
  }
}
