import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startInstances } from '../support/instances.ts'
import { codeSentTo, contactsOf, paymentOf, walkTo } from '../support/journey.ts'
import { lastingKeys } from '../support/lasting-keys.ts'
import type { Member } from '../support/member.ts'
import { walkPatiently } from '../support/patient.ts'
import { startCluster } from '../support/redis-cluster.ts'
import { startSentinelSet } from '../support/redis-sentinel.ts'

const MEMBERS = 30
const GUESSERS = 3
/** Long enough for the first members to be at the code pages when the master dies. */
const BEFORE_MS = 1500
const limits = {
  // All come from one address.
  identity: { perIp: [[1000, 900]] },
  code: { resendWaitsSeconds: [1, 1, 1, 1, 1] },
  send: { perIp: { sms: [[1000, 3600]], email: [[1000, 3600]] }, sms: { perPrefix: [[1000, 3600]] } },
}

for (const [where, start] of Object.entries({ 'sentinels watch': startSentinelSet, 'is a cluster': startCluster }))
  describe(`members on their way through two instances, when a master of a Redis that ${where} is killed`, () => {
    test('all reach the end, and nobody gets further than their answers or more guesses than five', async t => {
      const redis = await start()
      t.after(() => redis.stop())
      const service = await startInstances({
        redisUrl: redis.url,
        nodeOptions: [[], []],
        limits,
        environment: { CAPTCHA: 'off' },
      })
      t.after(() => service.stop())
      const closed = await closedOut(service)
      const guessers = await Promise.all(Array.from({ length: GUESSERS }, () => guesser(service)))
      const old = 'master' in redis ? await redis.master() : redis.masters[0]!

      const walks = Array.from({ length: MEMBERS }, async (_, n) => {
        await sleep(n * 40)
        return walkPatiently(service, 150)
      })
      await sleep(BEFORE_MS)
      for (const { guess } of guessers) await guess()
      await old.kill()
      const guesses = guessers.map(({ untilLocked }) => untilLocked())
      await redis.promoted(old)
      const ended = await Promise.all(walks)
      const judged = await Promise.all(guesses)

      t.diagnostic(
        JSON.stringify({
          finished: ended.filter(({ finished }) => finished).length,
          unavailable: sum(ended.map(({ unavailable }) => unavailable)),
          metAnOutage: ended.filter(({ unavailable }) => unavailable > 0).length,
          askedForANewCode: ended.filter(({ newCodes }) => newCodes > 0).length,
          begunAnew: ended.filter(({ begunAnew }) => begunAnew > 0).length,
          slowedDown: ended.filter(({ slowedDown }) => slowedDown > 0).length,
          slowestRefusalMs: Math.max(...ended.map(({ slowestRefusalMs }) => slowestRefusalMs)),
          judged,
        }),
      )
      assert.deepEqual(
        ended.filter(({ finished }) => !finished),
        [],
        'nobody is lost',
      )
      assert.ok(sum(ended.map(({ unavailable }) => unavailable)) > 0, 'the outage met someone')
      assert.deepEqual(
        ended.flatMap(({ granted }) => granted),
        [],
        'no step is granted',
      )
      assert.ok(
        judged.every(count => count <= 5),
        `wrong codes judged: ${judged}`,
      )
      for (const { rightAtLast } of guessers) assert.deepEqual(await rightAtLast(), { status: 429, path: 'email-code' })
      assert.equal((await closed()).status, 429, 'the limit holds')
      assert.deepEqual(await service.readiness(), [200, 200])
      assert.deepEqual(await lastingKeys(await redis.client()), [])
    })
  })

type Service = Awaited<ReturnType<typeof startInstances>>

/** Someone on the e-mail code page, who mistypes the code once now and then each time that `guess` is called. */
async function guesser(service: Service) {
  const [member, file] = [service.member(), service.enrol()]
  await walkTo(service, member, file, 'email-code')
  await member.get('email-code')
  const code = await codeSentTo(service, contactsOf(file).email)
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  let judged = 0
  let locked = false
  const guess = async () => {
    const page = await member.post('email-code', { code: wrong }).catch(() => undefined)
    // The fifth answer says that it was the last, in the words that all later ones get.
    if ((page?.status === 422 && /Code incorrect/.test(page.html)) || (page?.status === 429 && !locked)) judged++
    locked ||= page?.status === 429
  }
  await guess()
  return {
    guess,
    /** Goes on through the outage until a page says that the code is dead; how many guesses were judged. */
    async untilLocked() {
      for (const end = Date.now() + 60_000; !locked && Date.now() < end; await sleep(100)) await guess()
      for (let more = 0; more < 3; more++) await guess()
      return judged
    },
    /** The right code, and where they are then. */
    async rightAtLast() {
      const { status } = await member.post('email-code', { code })
      return { status, path: (await member.get('mobile')).path }
    },
  }
}

/** Someone whose payment page was closed by five wrong answers. */
async function closedOut(service: Service) {
  const file = service.enrol()
  let member: Member
  const pay = async (bankAccountLast8: string) => {
    member = service.member()
    await walkTo(service, member, file, 'paiement')
    return member.answer('paiement', { ...paymentOf(file), bankAccountLast8 })
  }
  for (let answer = 0; answer < 5; answer++) assert.equal((await pay('00000000')).status, 422)
  return () => pay(paymentOf(file)['bankAccountLast8']!)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
