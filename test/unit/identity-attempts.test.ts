import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { createAttackLevel } from '../../src/domain/identity/attack-level.ts'
import { createIdentityAttempts } from '../../src/domain/identity/identity-attempts.ts'
import { createNetworkBuckets } from '../../src/domain/networks/network-buckets.ts'
import { createMalformedForms } from '../../src/domain/sessions/session-failures.ts'

const DAY = 86_400

function guessing() {
  let time = 0
  const now = () => time
  const limits = Limits.parse({})
  const limiter = memoryLimiter(now)
  const alert = createAttackLevel(limiter, limits.identity.alarm, () => {}, now)
  const guess = createIdentityAttempts(limiter, limits, createNetworkBuckets(limits), alert)
  let sessions = 0
  return {
    /** One wrong guess at one identifier, in a session of its own: whether it was judged, or how long to wait. */
    async wrong(ip: string, typed = ['registrationNumber:1']) {
      const from = { flow: `flow-${++sessions}`, ip }
      const attempt = await guess(
        { typed },
        from,
        async () => 'no',
        () => 'wrong',
      )
      return attempt.kind === 'limited' ? attempt.seconds : attempt.kind
    },
    pass: (seconds: number) => {
      time += seconds * 1000
    },
    seconds: () => time / 1000,
  }
}

describe('guessing at one identifier from any number of networks', () => {
  test('gets 40 guesses on the first day and 34 on a later one, and no more (ID-4)', async () => {
    const { wrong, pass, seconds } = guessing()
    let networks = 0
    for (const [day, most] of [40, 34, 34].entries()) {
      let judged = 0
      while (seconds() < (day + 1) * DAY) {
        // A network of its own for each guess, or for each two of them.
        const network = `2001:db8:${Math.floor(++networks / 2).toString(16)}::1`
        const outcome = await wrong(network)
        if (outcome === 'made') judged++
        else if (networks % 12 === 0) pass(Math.min(Number(outcome), (day + 1) * DAY - seconds()))
      }
      assert.ok(judged <= most && judged > most - 4, `day ${day + 1}: ${judged}`)
    }
  })

  test('gets no more by guessing at the number with one card and at the card with another number (ID-4)', async () => {
    const { wrong } = guessing()
    let judged = 0
    for (let network = 0; network < 200; network++)
      if ((await wrong(`10.1.${network}.1`, ['registrationNumber:1', `nationalId:${network}`])) === 'made') judged++
    assert.equal(judged, 3 + 5, 'three before the first wait, and one of each of five networks')
  })
})

describe('five guesses of one session that are not settled yet', () => {
  test('do not end it, and make the next one wait for seconds; five that were wrong do end it (F16, ID-6)', async () => {
    let time = 0
    const limits = Limits.parse({})
    const limiter = memoryLimiter(() => time)
    const networks = createNetworkBuckets(limits)
    const guess = createIdentityAttempts(
      limiter,
      limits,
      networks,
      createAttackLevel(limiter, limits.identity.alarm, () => {}),
    )
    const from = { flow: 'f', ip: '192.0.2.1' }
    const judged = Promise.withResolvers<'wrong'>()
    const attempt = (judgement: Promise<'right' | 'wrong'>) =>
      guess(
        { member: 'm' },
        from,
        () => judgement,
        result => result,
      )
    const five = Array.from({ length: 5 }, () => attempt(judged.promise))
    assert.deepEqual(await attempt(Promise.resolve('right')), { kind: 'limited', seconds: 10, closed: false })
    assert.equal(await createMalformedForms(limiter, limits)('f'), false)
    time = 10_000
    assert.equal((await attempt(Promise.resolve('right'))).kind, 'made', 'their replies were lost')
    judged.resolve('wrong')
    await Promise.all(five)
    assert.deepEqual(await attempt(Promise.resolve('right')), { kind: 'over' })
  })
})
