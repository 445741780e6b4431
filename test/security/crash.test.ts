import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { test } from 'node:test'
import { loadConfig } from '../../src/config/index.ts'
import { startServer } from '../../src/server/index.ts'
import { freePort } from '../support/free-port.ts'
import { startProcess } from '../support/process.ts'
import { startRedis } from '../support/redis.ts'
import { surroundings } from '../support/surroundings.ts'

for (const [what, blow] of Object.entries({
  'an error that nobody caught': "throw new Error('sentinelle')",
  'a promise that nobody waited for': "Promise.reject(new Error('sentinelle'))",
}))
  test(`${what} is logged without its words, and ends the service with 1 (REL-G2)`, async t => {
    const folder = await mkdtemp(join(tmpdir(), 'crash-'))
    await writeFile(join(folder, 'blow.mjs'), `process.on('SIGUSR2', () => { ${blow} })`)
    const running = await startProcess({ nodeOptions: ['--import', join(folder, 'blow.mjs')] })
    t.after(async () => {
      await running.stop()
      await rm(folder, { recursive: true })
    })
    const exited = once(running.child, 'close')
    running.child.kill('SIGUSR2')
    assert.deepEqual(await exited, [1, null])
    await assert.rejects(fetch(running.origin), 'nobody listens any more')
    const output = running.output.join('\n')
    assert.match(output, /"level":"fatal".*"uncaught"/)
    assert.match(output, /"event":"sys_crash"/)
    assert.doesNotMatch(output, /sentinelle/)
  })

for (const taken of ['PORT', 'ADMIN_PORT'])
  test(`a start while another process has ${taken} ends with 1, and the log says why`, {
    timeout: 120_000,
  }, async t => {
    const redis = await startRedis()
    const around = await surroundings({ redisUrl: redis.url })
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const ports = { PORT: `${await freePort()}`, ADMIN_PORT: `${await freePort()}`, [taken]: `${port}` }
    const env = { PATH: process.env['PATH'], ...around.environment, ...ports }
    const child = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    t.after(async () => {
      child.kill('SIGKILL')
      other.close()
      await around.stop()
      await redis.stop()
    })
    const said = readAll(child.stderr)
    assert.deepEqual(await once(child, 'exit', { signal: AbortSignal.timeout(60_000) }), [1, null])
    assert.match(await said, new RegExp(`EADDRINUSE.*:${port}`))
  })

test('a start that fails leaves nothing open', async t => {
  const redis = await startRedis()
  const around = await surroundings({ redisUrl: redis.url })
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.after(async () => {
    other.close()
    await around.stop()
    await redis.stop()
  })
  const adminPort = await freePort()
  const { port } = other.address() as AddressInfo
  const ports = { PORT: `${port}`, ADMIN_PORT: `${adminPort}` }
  await assert.rejects(startServer(loadConfig({ ...around.environment, ...ports })), { code: 'EADDRINUSE' })
  await assert.rejects(fetch(`http://127.0.0.1:${adminPort}/readyz`), 'the probes have ended')
  const operator = await redis.client()
  assert.doesNotMatch(String(await operator.client('LIST')), /\n./, 'the operator alone is connected')
})
