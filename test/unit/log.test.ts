import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import axios from 'axios'
import express from 'express'
import nodemailer from 'nodemailer'
import { describeError } from '../../src/observability/log.ts'

const SENTINEL = 'sentinelle'
const logged = (error: unknown) => JSON.stringify(describeError(error))

/** What `act` throws. */
async function thrownBy(act: () => Promise<unknown>): Promise<unknown> {
  try {
    await act()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

/** An error of each library that carries what it was working on, with proof that it does. */
const leaky: Record<string, () => Promise<unknown>> = {
  axios: () =>
    thrownBy(() =>
      axios.post('http://127.0.0.1:9/', { SENTINEL }, { headers: { Authorization: `Bearer ${SENTINEL}` } }),
    ),
  nodemailer: () =>
    thrownBy(() =>
      nodemailer.createTransport({ host: '127.0.0.1', port: 9, auth: { user: SENTINEL, pass: SENTINEL } }).sendMail({
        to: `${SENTINEL}@\r\nx`,
        text: SENTINEL,
      }),
    ),
  'the body parser': async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const app = express().use(express.json(), ((error, _req, res, _next) => {
      resolve(error)
      res.end()
    }) as express.ErrorRequestHandler)
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const headers = { 'content-type': 'application/json' }
    await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body: `{"${SENTINEL}` })
    server.close()
    server.closeAllConnections()
    return promise
  },
}

describe('an error in the log (L-3)', () => {
  test('is logged with its type, code, status and place, and the same of its cause', () => {
    const cause = { code: 'ECONNRESET', status: 502, config: { data: SENTINEL } }
    const error = Object.assign(new Error(`${SENTINEL} is unavailable`, { cause }), { service: 'smtp', to: SENTINEL })
    const described = describeError(error) as Record<string, unknown>
    assert.deepEqual(Object.keys(described), ['type', 'service', 'stack', 'cause'])
    assert.deepEqual(described['cause'], { type: 'object', code: 'ECONNRESET', status: 502 })
    assert.match((described['stack'] as string[])[0]!, /log\.test\.ts/)
    assert.doesNotMatch(logged(error), new RegExp(SENTINEL))
  })

  test('contains no text that was thrown, and no name, code or status that someone wrote', () => {
    assert.deepEqual(describeError(SENTINEL), { type: 'string' })
    const forged = Object.assign(new Error('x'), { name: `a ${SENTINEL}\n`, code: `a ${SENTINEL}`, status: [SENTINEL] })
    assert.doesNotMatch(logged(forged), new RegExp(SENTINEL))
  })

  for (const [library, make] of Object.entries(leaky))
    test(`of ${library} shows nothing of its contents`, async () => {
      const error = await make()
      assert.ok(error instanceof Error)
      assert.doesNotMatch(logged(error), new RegExp(SENTINEL, 'i'))
      assert.doesNotMatch(logged(new Error('outer', { cause: error })), new RegExp(SENTINEL, 'i'))
    })
})
