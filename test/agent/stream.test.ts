import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { after, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import express from 'express'
import type { Look } from '../../src/agent/follow/screen/sections.ts'
import { type EventSink, eventSink } from '../../src/agent/follow/stream/events.ts'
import { createStreamPlaces } from '../../src/agent/follow/stream/places.ts'
import { stream } from '../../src/agent/follow/stream/stream.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { openStream } from '../support/agent-stream.ts'
import { until } from '../support/until.ts'

/** A page that a stream sends, as the test turns it. */
let page: { now: string; events: string; over: boolean; fails: boolean; hears: boolean; signedIn: boolean }
const bells = new Set<() => void>()
let reads = 0
let open = 0
let seconds = 60
const PACE = { rereadMs: 60_000, deafMs: 50, togetherMs: 5, signedInMs: 0, staleMs: 100 }

beforeEach(() => {
  page = { now: 'étape 1', events: 'e', over: false, fails: false, hears: true, signedIn: true }
  reads = 0
  seconds = 60
})

const sinks: EventSink[] = []
const app = express().get('/', async (_req, res) => {
  const sink = eventSink(res)
  sinks.push(sink)
  let shown = ''
  open += 1
  await stream({
    sink,
    async look(): Promise<Look> {
      reads += 1
      if (page.fails) throw new Unavailable('redis')
      if (page.over) return { kind: 'over', html: '<p>fini</p>' }
      const sections = shown === page.now ? {} : { now: page.now, events: page.events }
      shown = page.now
      return { kind: 'sections', sections }
    },
    listen(changed) {
      bells.add(changed)
      return () => void bells.delete(changed)
    },
    hears: () => page.hears,
    isSignedIn: async () => page.signedIn,
    seconds,
    pace: PACE,
  })
  open -= 1
})
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
after(() => {
  server.closeAllConnections()
  server.close()
})

function change(to: Partial<typeof page>): void {
  Object.assign(page, to)
  for (const ring of bells) ring()
}

describe('a stream of a followed page', () => {
  test('sends what has changed, then the time of the reading, and may not be held back or kept', async () => {
    const reader = await read()
    assert.equal(reader.headers.get('content-type'), 'text/event-stream; charset=utf-8')
    assert.equal(reader.headers.get('x-accel-buffering'), 'no')
    await until('all is there', () => reader.names().includes('beat'))
    assert.deepEqual(reader.names().slice(0, 3), ['now', 'events', 'beat'])
    assert.match(reader.text(), /^retry: 2000\n/)
    reader.stop()
  })

  test('sends a section of several lines whole', async () => {
    page.now = '<p>un</p>\n<p>deux</p>'
    const reader = await read()
    await until('it is there', () => reader.data('now').length === 1)
    assert.deepEqual(reader.data('now'), ['<p>un</p>\n<p>deux</p>'])
    reader.stop()
  })

  test('says that the page is over, and ends', async () => {
    const reader = await read()
    await until('it has begun', () => reader.names().includes('beat'))
    change({ over: true })
    await reader.ended
    assert.equal(reader.data('over').at(-1), '<p>fini</p>')
    await until('nothing listens any more', () => bells.size === 0 && open === 0)
  })

  test('ends once the agent is not signed in any more (AG-4)', async () => {
    const reader = await read()
    await until('it has begun', () => reader.names().includes('beat'))
    await sleep(5)
    change({ signedIn: false, now: 'not for them' })
    await reader.ended
    assert.equal(reader.names().at(-1), 'signed-out')
    assert.ok(!reader.text().includes('not for them'))
  })

  test('ends after its life, and the browser comes back', async () => {
    seconds = 0.1
    const reader = await read()
    await reader.ended
    assert.ok(!reader.names().includes('over'))
  })

  test('says how old its data are if the store cannot be read, and goes on once it can', async () => {
    const reader = await read()
    await until('it has begun', () => reader.names().includes('beat'))
    const [asOf] = reader.data('beat')
    change({ fails: true })
    await until('it is stale', () => reader.names().includes('stale'))
    assert.equal(reader.data('stale')[0], asOf)
    change({ fails: false, now: 'étape 3' })
    await until('it is live again', () => reader.data('now').includes('étape 3'))
    reader.stop()
  })

  test('reads again by itself while changes are not heard', async () => {
    page.hears = false
    const reader = await read()
    await until('it has begun', () => reader.names().includes('beat'))
    page.now = 'étape 4'
    await until('the change is there', () => reader.data('now').includes('étape 4'))
    reader.stop()
  })

  test('ends when the reader goes away', async () => {
    const reader = await read()
    await until('it listens', () => bells.size === 1)
    reader.stop()
    await until('nothing listens any more', () => bells.size === 0 && open === 0)
  })

  test('gives a slow reader the newest state only', async () => {
    const big = (n: number) => `${n} ${'x'.repeat(400_000)}`
    page.now = big(0)
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    socket.pause()
    await until('it is read', () => reads > 0)
    let last = 0
    // Each change would be read and sent if anybody took it; once nobody does, reading stops.
    await until('the stream waits for its reader', async () => {
      const before = reads
      last += 1
      change({ now: big(last) })
      await sleep(50)
      return reads === before
    })
    const held = reads
    for (let n = 0; n < 20; n += 1) change({ now: big(++last) })
    await sleep(50)
    assert.equal(reads, held, 'nothing is read for a reader who takes nothing')
    let text = ''
    socket.setEncoding('utf8').on('data', chunk => {
      text += chunk
    })
    socket.resume()
    await until('the newest is there', () => text.includes(`data: ${last} x`))
    const sent = [...text.matchAll(/data: (\d+) x/g)].map(([, n]) => Number(n))
    assert.ok(sent.length <= held + 1, `${sent}`)
    socket.destroy()
  })
})

describe('places for streams', () => {
  const sink = (): EventSink & { last: string[] } => {
    const over = new AbortController()
    const last: string[] = []
    return {
      send: events => void last.push(...Object.keys(events)),
      taken: async () => {},
      end: () => over.abort(),
      over: over.signal,
      last,
    }
  }

  test('are two for an agent, and so many in all, of a thousand that are asked for', () => {
    const places = createStreamPlaces({ perAgent: 2, total: 500, seconds: 60 })
    let taken = 0
    for (let n = 0; n < 1000; n += 1)
      if (places.hasRoom('amal')) {
        places.add('amal', sink())
        taken += 1
      }
    assert.equal(taken, 2)
    for (let n = 0; n < 1000; n += 1)
      if (places.hasRoom(`agent ${n}`)) {
        places.add(`agent ${n}`, sink())
        taken += 1
      }
    assert.equal(taken, 500)
  })

  test('are free again once a stream is over', () => {
    const places = createStreamPlaces({ perAgent: 1, total: 10, seconds: 60 })
    const first = sink()
    places.add('amal', first)
    assert.ok(!places.hasRoom('amal'))
    first.end()
    assert.ok(places.hasRoom('amal'))
  })

  test('end at once if their agent leaves, and all if the console stops', () => {
    const places = createStreamPlaces({ perAgent: 2, total: 10, seconds: 60 })
    const [of, another] = [sink(), sink()]
    places.add('amal', of)
    places.add('samir', another)
    places.end('amal')
    assert.deepEqual([of.last, of.over.aborted, another.over.aborted], [['left'], true, false])
    places.endAll()
    assert.deepEqual([another.last, another.over.aborted], [['bye'], true])
  })
})

const read = () => openStream(`http://127.0.0.1:${port}/`)
