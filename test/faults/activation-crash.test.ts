import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { type Child, startChild } from '../support/child.ts'
import { contactsOf, leadsTo, PASSWORD, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { tapRedis } from '../support/redis-tap.ts'
import { surroundings } from '../support/surroundings.ts'
import { startSwitch } from '../support/switch.ts'
import { until } from '../support/until.ts'

const WRITTEN_DOWN = /\{outbox\}:flow:[\s\S]*activation\.0/
const RECORDED = /\{outbox\}:flow:[\s\S]*\r\ndone\r\n/
const SAVE = readFileSync('src/adapters/redis/scripts/sessions/replace-session.lua', 'utf8')
/** One write gives the session its new id and ends the old one; a connection sends its text first, then its hash. */
const SAVED = new RegExp(
  `${SAVE.trim().split('\n').at(-1)}|${createHash('sha1').update(SAVE).digest('hex')}|sessions/replace-session`,
)
const form = { password: PASSWORD, passwordConfirmation: PASSWORD }

let redis: TestRedis
let tap: Awaited<ReturnType<typeof tapRedis>>
let around: Awaited<ReturnType<typeof surroundings>>
let road: Awaited<ReturnType<typeof startSwitch>>
let survivor: Child
let doomedEnvironment: Record<string, string>
let fault: Fault | undefined
let asked = () => {}

before(async () => {
  redis = await startRedis()
  tap = await tapRedis(redis.port)
  around = await surroundings({
    redisUrl: redis.url,
    environment: { CAPTCHA: 'off' },
    limits: { outbox: { pollMs: 100, activationWaitsSeconds: [2, 1, 1], noticeWaitsSeconds: [30] } },
    memberData: {
      faults: ({ method }) => {
        if (method !== 'PUT') return undefined
        asked()
        return fault
      },
    },
  })
  doomedEnvironment = { ...around.environment, REDIS_URL: tap.url, LIMITS_FILE: await withoutWorker() }
  road = await startSwitch(around.ports[0]!)
  survivor = await startChild(around.environment)
  await road.turnTo(survivor)
  // Brings the scripts to Redis, so that one command is one step.
  await walkTo(around, around.member(), around.enrol(), 'termine')
})
after(async () => {
  await survivor.end('SIGTERM')
  road.close()
  tap.close()
  await around.stop()
  await redis.stop()
})
beforeEach(() => {
  fault = undefined
  tap.open()
})

/** The limits of an instance that leaves the outbox to the other: what it dies of is the request alone. */
async function withoutWorker(): Promise<string> {
  const file = around.environment['LIMITS_FILE']!
  const limits = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(`${file}.idle`, JSON.stringify({ ...limits, outbox: { ...limits.outbox, pollMs: 60_000 } }))
  return `${file}.idle`
}

/** A member who sends the last form to an instance that is killed once `reached` resolves, and what they are shown on reload. */
async function crash(arm: (email: string) => Promise<void>) {
  const starting = startChild(doomedEnvironment)
  try {
    const previous = { email: `${randomUUID()}@example.ma` }
    const file = around.enrol('bank', previous)
    const member = around.member()
    await road.turnTo(survivor)
    await walkTo(around, member, file, 'mot-de-passe')
    await member.get('mot-de-passe')
    const doomed = await starting
    await road.turnTo(doomed)
    const reached = arm(contactsOf(file).email)
    const answer = member.post('mot-de-passe', form).catch(() => undefined)
    await reached
    await doomed.end('SIGKILL')
    assert.equal(await answer, undefined, 'the member had no answer')
    fault = undefined
    await road.turnTo(survivor)
    return { file, previous, member, reloaded: await member.get('mot-de-passe') }
  } finally {
    await (await starting).end('SIGKILL')
  }
}

const mailsTo = (address: string) =>
  around.farEnds.smtp.mails.all.filter(
    ({ envelope, subject }) => envelope.to.includes(address) && /compte est activé/.test(subject),
  ).length

const textsTo = (number: string) =>
  around.farEnds.twilio.texts.all.filter(({ to, body }) => to === number && /activé/.test(body)).length

async function outboxEmptied() {
  const client = await redis.client()
  await until('the outbox is empty', async () => (await client.xlen('{outbox}:jobs')) === 0)
}

async function finished(member: { get(path: string): Promise<Page> }) {
  await until('the finishing page leads on', async () => (await member.get('finalisation')).status === 303)
}

const commits = (email: string) =>
  until('the insurer has done it', () => !!around.farEnds.memberData.accounts.find(email))

describe('an instance that dies while it activates an account', () => {
  const points: [when: string, arm: (email: string) => Promise<void>, shows: 'form' | 'finishing' | 'start'][] = [
    ['before it has written the activation down', () => tap.stopAt('before', WRITTEN_DOWN), 'form'],
    ['before it has asked the insurer', () => tap.stopAt('after', WRITTEN_DOWN), 'finishing'],
    [
      'before the insurer has done anything',
      () => {
        fault = 'hang'
        return new Promise(resolve => {
          asked = resolve
        })
      },
      'finishing',
    ],
    [
      'before the insurer has answered',
      email => {
        fault = { afterwards: 'hang' }
        return commits(email)
      },
      'finishing',
    ],
    ['before it has recorded the answer', () => tap.stopAt('before', RECORDED), 'finishing'],
    ['before it has saved the session', () => tap.stopAt('before', SAVED), 'finishing'],
    ['before the member has the answer', () => tap.stopAt('after', SAVED), 'start'],
  ]
  for (const [when, arm, shows] of points)
    test(`${when}: one account, a true page on another instance, one notice to every contact`, async () => {
      const { file, previous, member, reloaded } = await crash(arm)
      const { email, phone } = contactsOf(file)
      if (shows === 'form') {
        assert.equal(reloaded.status, 200)
        leadsTo('termine', await member.post('mot-de-passe', form))
      }
      if (shows === 'finishing') {
        leadsTo('finalisation', reloaded)
        await finished(member)
        leadsTo('termine', await member.get('mot-de-passe'))
      }
      if (shows === 'start') {
        // The new id has not reached the browser, and the old one is dead: all that is left to say is that it is over.
        leadsTo('', reloaded)
        const again = around.member()
        await walkTo(around, again, file, 'paiement')
        leadsTo('compte-actif', await again.answer('paiement', paymentOf(file)))
      } else assert.match((await member.get('termine')).html, /Votre compte est activé/)
      await outboxEmptied()
      assert.deepEqual([mailsTo(email), mailsTo(previous.email), textsTo(phone)], [1, 1, 1])
      assert.ok(around.farEnds.memberData.accounts.find(email))
    })
})
