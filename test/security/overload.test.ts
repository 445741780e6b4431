import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loopDelay } from '../../src/web/middleware/load-shedding.ts'
import { PASSWORD, walkTo } from '../support/journey.ts'
import { startProcess } from '../support/process.ts'
import { send } from '../support/raw.ts'
import { until } from '../support/until.ts'

describe('how late the event loop is', () => {
  test('is measured, and forgotten once it is free', async () => {
    const delay = loopDelay(0)
    delay.begin()
    await sleep(100)
    block(700)
    await until('the delay is seen', async () => delay.ms() > 500)
    await until('it is forgotten', async () => delay.ms() < 500)
  })

  test('is not measured while the process starts up: its first forms are taken (W-16)', async () => {
    const delay = loopDelay(60_000)
    delay.begin()
    await sleep(100)
    block(700)
    await sleep(1200)
    assert.equal(delay.ms(), 0)
  })
})

function block(ms: number): void {
  const end = Date.now() + ms
  while (Date.now() < end);
}

describe('slow and greedy clients (W-16)', () => {
  test('500 who never finish are all cut off within 30 s, and until then others wait less than twice as long (W-16)', async t => {
    const options = { environment: { CAPTCHA: 'off' } }
    const [besieged, quiet] = await Promise.all([startProcess(options), startProcess(options)])
    t.after(() => Promise.all([besieged.stop(), quiet.stop()]))
    const { port, host } = new URL(besieged.origin)
    const sockets = Array.from({ length: 500 }, (_, n) => slowSocket(Number(port), host, n))
    const closed = Promise.all(sockets.map(({ gone }) => gone))
    await Promise.all(sockets.map(({ connected }) => connected))
    const startedAt = performance.now()
    let all = false
    void closed.then(() => {
      all = true
    })
    // By turns with an instance that is not attacked, so that other load of this machine slows both down.
    const took = { besieged: [] as number[], quiet: [] as number[] }
    while (!all && performance.now() - startedAt < 30_000) {
      took.besieged.push(await timeOf(besieged.origin))
      took.quiet.push(await timeOf(quiet.origin))
      await sleep(25)
    }
    for (const { socket } of sockets) socket.destroy()
    assert.ok(all, 'some sockets were still open after 30 s')
    assert.ok(took.quiet.length > 100)
    const [during, usual] = [took.besieged, took.quiet].map(times => quantile(times, 0.95)) as [number, number]
    t.diagnostic(`95 % within ${during.toFixed(1)} ms, usually ${usual.toFixed(1)} ms`)
    assert.ok(during < 2 * usual, `others waited ${during.toFixed(1)} ms, usually ${usual.toFixed(1)} ms`)
  })

  test('headers of more than 8 kB are refused', async t => {
    const service = await startProcess({ environment: { CAPTCHA: 'off' } })
    t.after(() => service.stop())
    assert.equal((await send(service.origin, { headers: { 'x-long': 'x'.repeat(9000) } })).status, 431)
    assert.equal((await send(service.origin, { headers: { 'x-long': 'x'.repeat(7000) } })).status, 200)
  })

  test('more connections than allowed are not taken', async t => {
    const service = await startProcess({ limits: { server: { connections: 100 } } })
    t.after(() => service.stop())
    const { port, host } = new URL(service.origin)
    const sockets = Array.from({ length: 150 }, (_, n) => slowSocket(Number(port), host, n))
    let gone = 0
    for (const socket of sockets) void socket.gone.then(() => gone++)
    await sleep(1000)
    for (const { socket } of sockets) socket.destroy()
    assert.ok(gone >= 50, `${gone} were turned away`)
  })
})

test('a password of 256 characters, or of 15 kB, holds nobody up for 50 ms (PW-4)', async t => {
  const service = await startProcess({ environment: { CAPTCHA: 'off' } })
  t.after(() => service.stop())
  const member = service.member()
  await walkTo(service, member, service.enrol(), 'mot-de-passe')
  await member.get('mot-de-passe')
  for (const password of ['Aa1'.repeat(85), 'é٣Z'.repeat(800), 'a'.repeat(15_000)]) {
    const pages = Promise.all(
      [1, 2].map(() => member.post('mot-de-passe', { password, passwordConfirmation: PASSWORD })),
    )
    const others: number[] = []
    for (let turn = 0; turn < 5; turn++) {
      const from = performance.now()
      await send(service.origin, { path: '/nulle-part', method: 'DELETE' })
      others.push(performance.now() - from)
    }
    for (const { status } of await pages) assert.ok(status === 422 || status === 429)
    assert.ok(quantile(others, 0.5) < 50, `${others.map(Math.round)} ms`)
  }
})

async function timeOf(origin: string): Promise<number> {
  const from = performance.now()
  assert.equal((await send(origin)).status, 200)
  return performance.now() - from
}

/** Sends the first line of a request, and then nothing. */
function slowSocket(
  port: number,
  host: string,
  n: number,
): { socket: Socket; connected: Promise<void>; gone: Promise<void> } {
  const connected = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const socket = connect(port, '127.0.0.1')
  socket
    .on('connect', () => {
      const body = n % 2 ? `POST /mon_compte HTTP/1.1\r\nHost: ${host}\r\n` : 'GET /mon_comp'
      socket.write(body)
      connected.resolve()
    })
    .on('error', () => undefined)
    .on('close', () => gone.resolve())
    .resume()
  return { socket, connected: connected.promise, gone: gone.promise }
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * at)] ?? 0
}
