import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../../src/demo/faults.ts'
import { twilioErrorBody } from '../../src/demo/twilio/twilio-api.ts'
import { type Child, startChild } from '../support/child.ts'
import { contactsOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { surroundings } from '../support/surroundings.ts'
import { startSwitch } from '../support/switch.ts'
import { until } from '../support/until.ts'

const form = { password: PASSWORD, passwordConfirmation: PASSWORD }
const LONGER_THAN_A_REPEAT_MS = 4000

let redis: TestRedis
let around: Awaited<ReturnType<typeof surroundings>>
let road: Awaited<ReturnType<typeof startSwitch>>
let instance: Child
/** What happens to each text about an activation, in order; the last goes on. */
let faults: (Fault | undefined)[] = []
let texts = 0
let insurer: Fault | undefined

before(async () => {
  redis = await startRedis()
  around = await surroundings({
    redisUrl: redis.url,
    environment: { CAPTCHA: 'off' },
    limits: {
      dependencies: { smtp: { mailMs: 1500, silenceMs: 1000 }, twilio: { callMs: 700 } },
      outbox: { pollMs: 100, activationWaitsSeconds: [1], noticeWaitsSeconds: [3] },
    },
    memberData: { faults: ({ method }) => (method === 'PUT' ? insurer : undefined) },
    twilio: {
      faults: ({ body }) => (/activé/.test(body.Body) ? faults[Math.min(texts++, faults.length - 1)] : undefined),
    },
  })
  road = await startSwitch(around.ports[0]!)
  instance = await startChild(around.environment)
  await road.turnTo(instance)
})
after(async () => {
  await instance.end('SIGTERM')
  road.close()
  await around.stop()
  await redis.stop()
})
beforeEach(() => {
  faults = []
  texts = 0
  insurer = undefined
})

/** Someone new whose account has just been activated, and who had another address before. */
async function activated(prepare: (contacts: { email: string; old: string }) => void = () => {}) {
  const old = `${randomUUID()}@example.ma`
  const file = around.enrol('bank', { email: old })
  const member = around.member()
  await walkTo(around, member, file, 'mot-de-passe')
  const { email, phone } = contactsOf(file)
  prepare({ email, old })
  const page = await member.answer('mot-de-passe', form)
  assert.equal(page.path, 'termine', 'whatever the outcome of the notices')
  return { email, phone, old }
}

const mails = (address: string) =>
  around.farEnds.smtp.mails.all.filter(
    ({ envelope, subject }) => envelope.to.includes(address) && /compte est activé/.test(subject),
  )
const textsTo = (number: string) =>
  around.farEnds.twilio.texts.all.filter(({ to, body }) => to === number && /activé/.test(body)).length

async function emptied() {
  const client = await redis.client()
  await until('the outbox is empty', async () => (await client.xlen('{outbox}:jobs')) === 0)
}

describe('a notice after the end (REL-D8)', () => {
  test('comes later if the mail server was down, to the previous address as well', async () => {
    const { smtp } = around.farEnds
    const { email, old } = await activated(contacts => {
      for (const address of Object.values(contacts)) smtp.treat(address, 451)
    })
    await sleep(LONGER_THAN_A_REPEAT_MS)
    assert.equal(mails(email).length + mails(old).length, 0)
    for (const address of [email, old]) smtp.treat(address, 451, 0)
    await emptied()
    assert.deepEqual([mails(email).length, mails(old).length], [1, 1])
  })

  test('that may have arrived is sent again as the same mail', async () => {
    const { smtp } = around.farEnds
    const { email } = await activated(contacts => smtp.treat(contacts.email, 'hang-after-data'))
    await until('it came', () => mails(email).length > 0)
    smtp.treat(email, 'hang-after-data', 0)
    await emptied()
    assert.ok(mails(email).length > 1)
    assert.equal(new Set(mails(email).map(({ headers }) => headers.get('message-id'))).size, 1)
  })

  test('to an address that is refused for good is not tried again', async () => {
    const { email } = await activated(contacts => around.farEnds.smtp.treat(contacts.email, 550))
    await emptied()
    assert.equal(mails(email).length, 0)
  })

  test('by SMS is tried again if the provider has certainly not accepted it', async () => {
    const busy = { status: 429, body: twilioErrorBody(429, 20429, 'Too Many Requests') }
    faults = [busy, busy, busy, undefined]
    const { phone } = await activated()
    await emptied()
    assert.equal(textsTo(phone), 1)
  })

  for (const [name, fault] of Object.entries<Fault>({
    'answered with an error': { status: 500 },
    'did not answer': { afterwards: 'hang' },
    'cut the connection': { afterwards: 'reset' },
  }))
    test(`by SMS is not sent a second time if the provider ${name} (REL-D5)`, async () => {
      faults = [fault]
      await activated()
      await emptied()
      await sleep(LONGER_THAN_A_REPEAT_MS)
      assert.equal(texts, 1)
    })
})

describe('an instance that dies while it sends a notice', () => {
  /** Kills the instance once `reached` holds, and has another go on. */
  async function dieWhen(what: string, reached: () => boolean) {
    await until(what, reached)
    await instance.end('SIGKILL')
    around.farEnds.smtp.treat(lastEmail, 'hang-after-data', 0)
    faults = []
    instance = await startChild(around.environment)
    await road.turnTo(instance)
    await emptied()
  }
  let lastEmail = ''

  test('by e-mail leaves it to another, which sends the same mail', async () => {
    const { email } = await activated(contacts => {
      lastEmail = contacts.email
      around.farEnds.smtp.treat(contacts.email, 'hang-after-data')
    })
    await dieWhen('the mail has come', () => mails(email).length > 0)
    assert.ok(mails(email).length > 1)
    assert.equal(new Set(mails(email).map(({ headers }) => headers.get('message-id'))).size, 1)
  })

  test('by SMS leaves it at one', async () => {
    faults = [{ afterwards: 'hang' }]
    const { phone } = await activated()
    await dieWhen('the provider was asked', () => textsTo(phone) > 0)
    assert.equal(textsTo(phone), 1)
  })
})

describe('the metrics of the outbox', () => {
  const gauge = async (name: string) =>
    Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(await instance.metrics())?.[1] ?? Number.NaN)
  const created = () => gauge('wizard_security_events_total\\{event="user_created",reason=""\\}')
  const alarm = () => gauge('wizard_alarm\\{name="outbox-stuck"\\}')

  test('count the jobs that wait, and raise an alarm once an activation has used up its quick tries', async () => {
    const file = around.enrol()
    const member = around.member()
    await walkTo(around, member, file, 'mot-de-passe')
    const before = (await created()) || 0
    insurer = { status: 500 }
    leadsTo('finalisation', await member.answer('mot-de-passe', form))
    await until('people are called', async () => (await alarm()) === 1)
    assert.equal(await gauge('wizard_outbox_jobs'), 1)
    assert.ok((await gauge('wizard_outbox_oldest_seconds')) >= 1)
    insurer = undefined
    await emptied()
    await until('all is well', async () => (await alarm()) === 0 && (await gauge('wizard_outbox_jobs')) === 0)
    assert.equal(await created(), before + 1, 'the audit trail says that the account was made')
  })
})
