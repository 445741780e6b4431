import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../support/free-port.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { surroundings } from '../support/surroundings.ts'

let redis: TestRedis
let around: Awaited<ReturnType<typeof surroundings>>
before(async () => {
  redis = await startRedis('--requirepass', 'a-password-of-redis')
  around = await surroundings({ redisUrl: `redis://:a-password-of-redis@127.0.0.1:${redis.port}` })
})
after(async () => {
  await around.stop()
  await redis.stop()
})

/** `npm run check-config` with other values than those that work. */
async function check(changes: Record<string, string> = {}) {
  const variables = { ...around.environment, ...changes }
  const { PATH } = process.env
  const child = spawn(process.execPath, ['src/server/check/index.ts'], { env: { PATH, ...variables } })
  const closed = once(child, 'close')
  const [good, bad, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  for (const name of ['REDIS_URL', 'MEMBER_API_TOKEN', 'TWILIO_AUTH_TOKEN', 'SESSION_KEYS', 'SMTP_URL'])
    assert.ok(!(good + bad).includes(variables[name]!), `${name} is printed`)
  assert.ok(!(good + bad).includes('a-password'))
  return { status, good: good.split('\n').slice(1, -1), bad: bad.split('\n').slice(0, -1) }
}

const REACHED = ['REDIS_URL', 'MEMBER_API_URL', 'SMTP_URL', 'TWILIO_API_URL'].map(name => `${name}: reached`)

describe('npm run check-config (X-2)', () => {
  test('reaches Redis, the API, the mail server and Twilio, with nothing sent and no secret printed (X-2)', async () => {
    assert.deepEqual(await check(), { status: 0, good: REACHED, bad: [] })
    const { smtp, twilio } = around.farEnds
    assert.deepEqual([smtp.mails.all.length, twilio.texts.all.length], [0, 0])
  })

  test('says in one line each why they cannot be used, after trying all, and exits with 1 (X-2)', async () => {
    const [refused, unreached] = await Promise.all([
      check({
        REDIS_URL: `redis://:a-password@127.0.0.1:${redis.port}`,
        MEMBER_API_TOKEN: randomBytes(24).toString('hex'),
        SMTP_URL: `smtp://127.0.0.1:${await mute()}`,
        TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
      }),
      check({
        REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
        // Another server.
        MEMBER_API_URL: around.environment['TWILIO_API_URL']!,
        SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
        TWILIO_API_URL: `http://127.0.0.1:${await freePort()}`,
      }),
    ])
    const silent = refused.bad.splice(2, 1)
    assert.match(String(silent), /^SMTP_URL: (not reached \(ETIMEDOUT\)|did not answer in 8 s)$/)
    assert.deepEqual(refused, {
      status: 1,
      good: [],
      bad: [
        'REDIS_URL: refused (WRONGPASS)',
        'MEMBER_API_URL: it refuses MEMBER_API_TOKEN (401)',
        'TWILIO_API_URL: it refuses TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN (401)',
      ],
    })
    assert.deepEqual(unreached, {
      status: 1,
      good: [],
      bad: [
        'REDIS_URL: not reached (ECONNREFUSED)',
        'MEMBER_API_URL: it answered 401 to /v1/health, not 200',
        'SMTP_URL: not reached (ESOCKET)',
        'TWILIO_API_URL: not reached (ECONNREFUSED)',
      ],
    })
  })

  test('finds a Redis that may forget lockouts (X-2)', async () => {
    const client = await redis.client(around.environment['REDIS_URL']!)
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const { status, bad } = await check()
    await client.config('SET', 'maxmemory-policy', 'noeviction')
    assert.deepEqual([status, bad], [1, ['REDIS_URL: its maxmemory-policy must be noeviction']])
  })
})

/** A server that takes connections and says nothing. */
async function mute(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
