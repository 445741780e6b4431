import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { SessionData } from 'express-session'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { redisSessionClient } from '../../src/adapters/redis/session-client.ts'
import { createSessionStore } from '../../src/adapters/sessions/session-store.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import { newPlace, newSessionId } from '../../src/domain/sessions/session-id.ts'
import { drawReference } from '../../src/domain/sessions/support-reference.ts'
import { dumpOf } from '../support/dump.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { redisStores } from '../support/stores.ts'

const secrets = {
  flow: '0f9a6c1e77b24d55',
  phone: '+212612345678',
  code: '774727',
  nationalId: 'AB123456',
  email: 'samira@exemple.ma',
  member: 'mbr_5d1c9e',
}

describe('whoever reads all of Redis (OTP-6, L-5)', () => {
  let redis: TestRedis
  let client: RedisClient
  let dump: Map<string, string>
  before(async () => {
    redis = await startRedis()
    client = await redis.client()
    await useEverything(client)
    dump = await dumpOf(client)
  })
  after(() => redis.stop())

  it('finds a key of every kind', () => {
    const kinds = [...dump.keys()].map(key => key.replace(/^(\w:|\{\w:).*?((\}?:[a-z-]+)*)$/, '$1$2')).toSorted()
    assert.deepEqual(kinds, [
      'l:',
      'p:',
      'r:',
      's:',
      '{f:}:code:sms',
      '{f:}:replaced:sms',
      '{f:}:sends:sms',
      '{l:}:claims',
    ])
  })

  it('finds no code, address, identity or flow', () => {
    const everything = [...dump].flat().join('\n')
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(!everything.includes(secret), `${name} is in clear`)
      assert.ok(!everything.includes(Buffer.from(secret).toString('base64url').slice(0, -2)), `${name} is only encoded`)
    }
  })

  it('finds no key that stays for ever', async () => {
    const lives = await Promise.all([...dump.keys()].map(key => client.ttl(key)))
    assert.deepEqual(
      lives.filter(life => life < 1),
      [],
    )
  })
})

async function useEverything(client: RedisClient) {
  const { codes, limiter, proofs } = redisStores(client)
  const hash = new KeyedHash([randomBytes(32)], 'code')
  const slot = { flow: secrets.flow, channel: 'sms' } as const
  const code = (digits: string) => ({ destination: hash.of(secrets.phone), mac: hash.of('sms', secrets.flow, digits) })
  await codes.issue(slot, code('000000'))
  await codes.withdraw(slot, code('000000'))
  await codes.withdraw({ ...slot, channel: 'email' }, code('000000'))
  const sent = (digits: string, id = randomBytes(9).toString('base64url')) =>
    codes.issue(slot, { ...code(digits), dispatch: { id, via: 'sms' } })
  await sent('000000', 'lost')
  await codes.report(slot, 'lost', 'undelivered')
  await sent(secrets.code)
  await codes.report(slot, 'of another send', 'undelivered')
  await codes.check(slot, [hash.of('sms', secrets.flow, '111111')])
  await codes.check({ ...slot, channel: 'email' }, [hash.of('email', secrets.flow, '111111')])
  await limiter.take([{ key: `identity:${secrets.nationalId}`, windows: [[5, 900]] }])
  await proofs.useOnce(`proof of ${secrets.flow}`, 300)
  const store = createSessionStore(redisSessionClient(client, hash), new Sealer([randomBytes(32)]), {
    requests: [600, 900] as const,
    secondsLeft: () => 1200,
  })
  const place = newPlace()
  const reference = drawReference(place)
  const session = { cookie: { originalMaxAge: null }, ...secrets, reference }
  await new Promise<void>(done =>
    store.set(newSessionId(place, reference), session as unknown as SessionData, () => done()),
  )
}
