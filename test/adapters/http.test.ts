import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createHttpClient, loggableError, unreached } from '../../src/adapters/http.ts'
import { until } from '../support/until.ts'

const open: { close(): unknown; closeAllConnections?(): void }[] = []
after(() => {
  for (const server of open) {
    server.close()
    server.closeAllConnections?.()
  }
})

async function served(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  open.push(server)
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

/** A client that sends by each method. */
function verbs(sockets?: number) {
  const http = createHttpClient(sockets)
  const by = (method: string) => (url: string, more?: object) => http.request({ method, url, ...more })
  const sending = (method: string) => (url: string, data: string, more?: object) => by(method)(url, { data, ...more })
  return { get: by('get'), post: sending('post'), put: sending('put') }
}

/** How a request fails, as its caller sees it, and the status of the answer that had begun. */
async function failure(asked: Promise<unknown>) {
  const error = await asked.then(
    () => assert.fail('it succeeded'),
    (error: { request?: { res?: { statusCode: number } } }) => error,
  )
  return { ...loggableError(error), begun: error.request?.res?.statusCode, unreached: unreached(loggableError(error)) }
}

describe('a request to another service', () => {
  test('is sent as it was given, and takes a connection of those before', async () => {
    const connections = new Set<Socket>()
    const bodies: string[] = []
    const { url } = await served(async (req, res) => {
      connections.add(req.socket)
      const body = Buffer.concat(await req.toArray()).toString()
      bodies.push([req.method, req.headers['content-type'], req.headers['accept-encoding'], body].join(' '))
      res.writeHead(404, { 'X-Word': 'é' }).end('non, désolé')
    })
    const http = verbs()
    const json = { headers: { 'Content-Type': 'application/json' } }
    const { status, data, headers } = await http.put(url, '{"name":"Aït"}', json)
    assert.deepEqual([status, data, headers['x-word']], [404, 'non, désolé', 'é'])
    await http.post(url, 'a=1')
    await http.get(url)
    assert.deepEqual(bodies, [
      'PUT application/json identity {"name":"Aït"}',
      'POST application/x-www-form-urlencoded identity a=1',
      'GET  identity ',
    ])
    for (let more = 0; more < 5; more++) await http.get(url)
    // undici takes a second one for a request that comes in the very turn in which the first is done.
    assert.ok(connections.size <= 2, `${connections.size} connections`)
  })

  test('waits for a connection if as many as allowed are in use', async () => {
    let [most, now] = [0, 0]
    const { url } = await served(async (_req, res) => {
      most = Math.max(most, ++now)
      await sleep(20)
      now--
      res.end()
    })
    const http = verbs(2)
    await Promise.all(Array.from({ length: 8 }, () => http.get(url)))
    assert.equal(most, 2)
  })

  test('fails by the name that the caller knows, and keeps the status of an answer that breaks off', async () => {
    const { url: cut } = await served(req => req.socket.destroy())
    const { url: short } = await served((_req, res) => {
      res.writeHead(201, { 'Content-Length': '100' }).write('{')
      setTimeout(() => res.destroy(), 20)
    })
    const { url: long } = await served((_req, res) => res.end('x'.repeat(1024 * 1024 + 1)))
    const { url: slow } = await served((_req, res) => void res.writeHead(200).write('{'))
    const { url: silent } = await served(() => {})
    const http = verbs()
    const within = (ms: number) => ({ signal: AbortSignal.timeout(ms) })
    assert.deepEqual(await failure(http.post(cut, 'a=1')), { code: 'ECONNRESET', begun: undefined, unreached: false })
    assert.deepEqual(await failure(http.get(short)), { code: 'ERR_BAD_RESPONSE', begun: 201, unreached: false })
    assert.deepEqual(await failure(http.get(long)), { code: 'ERR_BAD_RESPONSE', begun: 200, unreached: false })
    const cancelled = { code: 'ERR_CANCELED', unreached: false }
    assert.deepEqual(await failure(http.get(slow, within(300))), { ...cancelled, begun: 200 })
    assert.deepEqual(await failure(http.get(silent, within(100))), { ...cancelled, begun: undefined })
    const nobody = { code: 'ECONNREFUSED', begun: undefined, unreached: true }
    assert.deepEqual(await failure(http.get('http://127.0.0.1:9/')), nobody)
  })

  test('gives up a connection long before its own limit: certainly nothing was sent', async t => {
    const worker = new Worker(DEAF, { eval: true })
    const [port] = await once(worker, 'message')
    const queued = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
    t.after(() => {
      for (const socket of queued) socket.destroy()
      return worker.terminate()
    })
    await until('the queue is full', () => queued.filter(socket => !socket.connecting).length >= 2)
    const asked = verbs().get(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(20_000) })
    assert.deepEqual(await failure(asked), { code: 'ERR_CONNECT_TIMEOUT', begun: undefined, unreached: true })
  })
})

/** Takes nobody from its queue of one. */
const DEAF = `
const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:worker_threads').parentPort.postMessage(server.address().port)
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
})`
