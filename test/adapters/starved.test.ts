import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createCircuitBreaker } from '../../src/adapters/breaker/circuit-breaker.ts'
import { createHttpClient } from '../../src/adapters/http.ts'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'

/** In a thread of its own, since this one is blocked. */
const SERVER = `
const { createServer } = require('node:http')
const server = createServer((_req, res) => setTimeout(() => res.end('well'), 200)).listen(0, '127.0.0.1', () =>
  require('node:worker_threads').parentPort.postMessage(server.address().port))`

test('a busy process does not blame the service behind it for an answer that it has not read yet (F16)', async t => {
  const worker = new Worker(SERVER, { eval: true })
  t.after(() => worker.terminate())
  const [port] = await once(worker, 'message')
  const http = createHttpClient()
  const run = createCircuitBreaker({ name: 'it', limits: DependencyLimits.parse({}).memberApi.breaker })
  const ask = (callMs: number) =>
    run(
      callMs,
      signal => http.request<string>({ url: `http://127.0.0.1:${port}/`, signal }),
      () => 'ok',
    )
  await ask(20_000)
  for (let round = 0; round < 3; round++) {
    const asked = ask(1000)
    await sleep(50)
    // After this phase of the event loop come timers, and only then sockets.
    await turn()
    // Longer than the time limit; the answer comes in that time.
    for (const end = performance.now() + 1200; performance.now() < end; );
    assert.equal((await asked).data, 'well')
  }
})
