import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sampleMembers } from '../../src/demo/member-data/members.ts'
import { paymentOf, walkTo } from '../support/journey.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { startService } from '../support/service.ts'

let redis: TestRedis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())

test('a member whose payment page is closed finds it closed after the service was started anew (ID-5)', async () => {
  const file = sampleMembers[0]!.file as Parameters<typeof walkTo>[2]
  const environment = { CAPTCHA: 'off', HMAC_KEYS: randomBytes(32).toString('base64') }
  const pay = async (bankAccountLast8: string) => {
    const service = await startService({ redisUrl: redis.url, environment })
    const member = service.member()
    try {
      await walkTo(service, member, file, 'paiement')
      return await member.answer('paiement', { ...paymentOf(file), bankAccountLast8 })
    } finally {
      await service.stop()
    }
  }
  for (let answer = 0; answer < 5; answer++) assert.equal((await pay('00000000')).status, 422)
  const page = await pay(sampleMembers[0]!.file.bankAccountLast8!)
  assert.equal(page.status, 429)
})
