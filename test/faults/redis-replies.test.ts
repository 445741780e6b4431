import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../../src/demo/faults.ts'
import {
  answersOf,
  contactsOf,
  LAST,
  leadsOn,
  leadsTo,
  PATHS,
  type PagePath,
  paymentOf,
  walkTo,
} from '../support/journey.ts'
import { lastingKeys } from '../support/lasting-keys.ts'
import type { Member, Page } from '../support/member.ts'
import { pairedLives } from '../support/paired-lives.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type ReplyFault, scripts, tapReplies } from '../support/reply-tap.ts'
import { type Service, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

/** What counts unsettled is gone after ten seconds; nothing may hold anybody up for longer than twice that. */
const SECONDS = 20

const ENDS = ['finalisation', LAST]
const ORDER: readonly string[] = [...PATHS, ...ENDS]

type File = ReturnType<Service['enrol']>

/** Where a member is when the reply of a script is lost, and what brings it about that the script runs. */
interface Row {
  at: PagePath
  arrange?(file: File, member: Member): unknown
  /** In place of right answers. */
  typed?: Record<string, string>
}

const WRONG_CODE = { code: '000000' }
/** Where something is counted against a limit, and what is proved renews the session. */
const PROVING = (['conditions', 'identite', 'paiement', 'email', 'mobile-code', 'mot-de-passe'] as const).map(at => ({
  at,
}))
/** A member who has opened the page to an agent. */
const opened = {
  arrange: async (_file: File, member: Member) =>
    assert.equal((await member.post('accompagnement', { open: 'yes' })).status, 303),
}
const rows: Record<string, readonly Row[]> = {
  'visit-session': [{ at: 'mobile' }],
  'replace-session': PROVING,
  'read-session': [{ at: 'paiement', arrange: () => void tap.lose('replace-session', 'cut') }],
  take: PROVING,
  settle: [{ at: 'identite' }, { at: 'paiement' }, { at: 'mobile' }, { at: 'email-code' }],
  'issue-code': [{ at: 'email' }, { at: 'mobile' }],
  'keep-code': [{ at: 'email' }, { at: 'mobile' }],
  'withdraw-code': [{ at: 'email', arrange: file => service.farEnds.smtp.treat(contactsOf(file).email, 421, 2) }],
  'check-code': [{ at: 'email-code' }, { at: 'mobile-code', typed: WRONG_CODE }],
  'uncheck-code': [{ at: 'email-code', typed: WRONG_CODE, arrange: () => void tap.lose('check-code', 'cut') }],
  'code-state': [{ at: 'email-code' }],
  'report-delivery': [{ at: 'mobile', arrange: () => void statuses.push('delivered') }],
  'begin-activation': [{ at: 'mot-de-passe' }],
  'finish-activation': [{ at: 'mot-de-passe' }],
  'withdraw-activation': [{ at: 'mot-de-passe', arrange: () => void insurer.push({ status: 401 }) }],
  'activation-status': [{ at: 'mot-de-passe' }],
  'claim-jobs': [{ at: 'mot-de-passe' }],
  'release-job': [{ at: 'mot-de-passe', arrange: file => service.farEnds.smtp.treat(contactsOf(file).email, 421, 2) }],
  'remove-job': [{ at: 'mot-de-passe' }],
  'outbox-state': [{ at: 'mot-de-passe' }],
  'show-page': [{ at: 'mobile', ...opened }],
  'tell-page': [{ at: 'mobile', ...opened }],
}

/** Each has a test of its own below. */
const BY_THEMSELVES = ['end-session', 'expire-session', 'open-page', 'close-page']
/** Run by the console, or only while keys are rotated: no member waits for them. */
const OF_AGENTS = [
  ...['attend-page', 'keep-page', 'leave-page', 'read-page', 'name-page'],
  ...['write-agent-session', 'end-agent-session'],
]
/** No captcha is asked for here: `test/redis/proofs.test.ts` loses its reply. */
const OF_CAPTCHAS = ['spend-proof']
/** Nobody waits for it: `test/redis/day-book.test.ts` loses its reply. */
const BY_THE_CLOCK = ['add-to-day']

let redis: TestRedis
let tap: Awaited<ReturnType<typeof tapReplies>>
let service: Service
let statuses: string[] = []
/** What happens to the next activations. */
let insurer: Fault[] = []
let paymentsAsked = 0
before(async () => {
  redis = await startRedis()
  tap = await tapReplies(redis.port)
  service = await startService({
    redisUrl: tap.url,
    environment: { CAPTCHA: 'off' },
    limits: {
      identity: { perIp: [[1000, 900]] },
      // A hundred members with numbers that begin alike.
      send: { sms: { perPrefix: [[1000, 3600]] } },
      outbox: { pollMs: 100, noticeWaitsSeconds: [3] },
      // A look at the last page gives the session less than the save did: one second has begun.
      session: { absoluteSeconds: 3600, receiptSeconds: 3600 },
      dependencies: { smtp: { mailMs: 1500, silenceMs: 1000 }, twilio: { callMs: 700 } },
    },
    memberData: {
      faults: ({ method, path }) => {
        if (/payment/.test(path)) paymentsAsked++
        return method === 'PUT' ? insurer.shift() : undefined
      },
    },
    twilio: { statuses: () => statuses },
  })
})
after(async () => {
  await service.stop()
  tap.close()
  await redis.stop()
})
beforeEach(() => {
  statuses = []
  insurer = []
  paymentsAsked = 0
})

test('every script has a place in a journey at which its reply is lost (F16)', () => {
  assert.deepEqual(
    [...Object.keys(rows), ...BY_THEMSELVES, ...OF_AGENTS, ...OF_CAPTCHAS, ...BY_THE_CLOCK].toSorted(),
    scripts.toSorted(),
  )
})

for (const [script, places] of Object.entries(rows))
  describe(`a member under whom the reply of ${script} is lost`, () => {
    for (const row of places)
      for (const fault of ['late', 'cut'] as const)
        test(`at ${row.at}, ${fault}, is answered, goes on within seconds, and nothing is taken, granted or sent twice (F16, AG-1)`, async () => {
          await walkThrough(script, row, fault)
        })
  })

for (const fault of ['late', 'cut'] as const)
  test(`a member who quits, and under whom the reply of end-session comes ${fault}, has quit (F16, S-12)`, async () => {
    const [file, member] = [service.enrol(), service.member()]
    await walkTo(service, member, file, 'email')
    await member.get('email')
    const { cookies } = member
    const lost = tap.lose('end-session', fault)
    assert.ok([303, 503].includes((await member.post('quitter')).status))
    assert.ok(lost.met)
    const thief = service.member()
    thief.cookies = cookies
    leadsTo('', await answered(() => thief.get('email')))
    leadsTo('', await answered(() => member.get('email')))
  })

for (const fault of ['late', 'cut'] as const)
  test(`a member who opens the page, and under whom the reply of open-page comes ${fault}, goes on, and can close it (F16, AG-1)`, async () => {
    const [file, member] = [service.enrol(), service.member()]
    await walkTo(service, member, file, 'email')
    await member.get('email')
    const lost = tap.lose('open-page', fault)
    assert.ok([303, 503].includes((await member.post('accompagnement', { open: 'yes' })).status))
    assert.ok(lost.met)
    assert.equal((await answered(() => member.get('email'))).status, 200)
    const closed = tap.lose('close-page', fault)
    await member.post('accompagnement', { open: 'no' })
    assert.ok(closed.met)
    leadsTo('email', await answered(() => member.post('accompagnement', { open: 'no' })))
    assert.doesNotMatch((await answered(() => member.get('email'))).html, /Ne plus être suivi/)
  })

for (const fault of ['late', 'cut'] as const)
  test(`a member at the last page, under whom the reply of expire-session comes ${fault}, sees it again (F16)`, async () => {
    const [file, member] = [service.enrol(), service.member()]
    await walkTo(service, member, file, 'termine')
    const lost = tap.lose('expire-session', fault)
    // Within the second in which it was saved the session has its expiry already.
    await until('its reply is lost', async () => {
      await member.get('termine').catch(() => undefined)
      return lost.met
    })
    assert.equal((await answered(() => member.get('termine'))).status, 200)
  })

test('a newcomer whose session may have been opened before Redis fell silent gets the terms again, and goes on with them (F16)', async t => {
  const member = service.member()
  await walkTo(service, member, service.enrol(), 'conditions')
  await member.get('conditions')
  const lost = tap.lose('replace-session', 'late')
  const pressed = member.post('conditions', { accepted: 'yes' })
  await until('the session is saved', () => lost.met)
  redis.freeze()
  t.after(() => redis.thaw())
  const page = await pressed
  assert.equal(page.status, 503)
  assert.match(page.html, /name="accepted"/)
  redis.thaw()
  leadsTo('identite', await answered(() => member.post('conditions', { accepted: 'yes' })))
  assert.equal((await member.get('identite')).status, 200)
})

describe('a member who presses again and again', () => {
  test('with right payment answers, each of whose counts loses its reply, passes at the sixth, from anywhere (F16, REL-R1)', async () => {
    const [file, member] = [service.enrol(), service.member()]
    await walkTo(service, member, file, 'paiement')
    await member.get('paiement')
    for (let press = 0; press < 5; press++) {
      const lost = tap.lose('take', 'late')
      assert.equal((await member.post('paiement', paymentOf(file))).status, 503)
      assert.ok(lost.met)
      await until('Redis is there again', async () => (await member.get('paiement')).status === 200)
    }
    assert.equal(paymentsAsked, 0)
    leadsOn('paiement', await member.post('paiement', paymentOf(file)))
    assert.equal(paymentsAsked, 1)
    const elsewhere = service.member()
    await walkTo(service, elsewhere, file, 'paiement')
    leadsOn('paiement', await elsewhere.answer('paiement', paymentOf(file)))
  })

  test('with wrong codes, each of whose judgements loses its reply, has lost no try by them (F16, OTP-4, OTP-9)', async () => {
    const [file, member] = [service.enrol(), service.member()]
    await walkTo(service, member, file, 'email-code')
    await member.get('email-code')
    for (let press = 0; press < 5; press++) {
      const lost = tap.lose('check-code', 'cut')
      assert.equal((await member.post('email-code', WRONG_CODE)).status, 503)
      assert.ok(lost.met)
      await until('Redis is there again', async () => (await member.get('email-code')).status === 200)
    }
    const judged = await member.post('email-code', WRONG_CODE)
    assert.equal(judged.status, 422)
    assert.match(judged.html, /4 essais/)
    leadsOn('email-code', await member.post('email-code', { code: await codeSentTo(contactsOf(file).email) }))
  })

  test('for a code whose issue lost its reply is sent one by the next press, at once (F16, OTP-17)', async () => {
    const [file, member] = [service.enrol(), service.member()]
    const { email } = contactsOf(file)
    await walkTo(service, member, file, 'email')
    await member.get('email')
    const lost = tap.lose('issue-code', 'cut')
    assert.equal((await member.post('email', { email, emailConfirmation: email })).status, 503)
    assert.ok(lost.met)
    assert.equal(mailsTo(email).length, 0)
    await until('Redis is there again', async () => (await member.get('email')).status === 200)
    leadsTo('email-code', await member.post('email', { email, emailConfirmation: email }))
    assert.equal(mailsTo(email).length, 1)
  })
})

async function walkThrough(script: string, { at, arrange, typed }: Row, fault: ReplyFault): Promise<void> {
  const [file, member] = [service.enrol(), service.member()]
  const { email, phone } = contactsOf(file)
  await walkTo(service, member, file, at)
  await arrange?.(file, member)
  const lost = tap.lose(script, fault)
  const first = await member.answer(at, typed ?? (await typedOn(at, file)))
  await until(`the reply of ${script} is lost`, () => lost.met)
  assert.ok([303, 503].includes(first.status), `${first.status}: ${first.html.slice(0, 400)}`)
  const reached = first.status === 303 ? first : await answered(() => member.get('termine'))
  assert.ok(ORDER.indexOf(reached.path) <= ORDER.indexOf(at) + (at === 'mot-de-passe' ? 2 : 1), reached.path)

  await goOn(member, file, at, first.status === 303 ? first.path : at)
  const operator = await redis.client()
  await until('every job is done', async () => (await operator.xlen('{outbox}:jobs')) === 0)
  assert.equal(mailsTo(email).length, 2, 'one code and one notice by e-mail')
  // An SMS notice that may have been tried is not sent again.
  const notices = textsTo(phone).filter(({ body }) => /activé/.test(body)).length
  assert.ok(notices <= 1, `${notices} notices by SMS`)
  assert.equal(textsTo(phone).length - notices, 1, 'one code by SMS')
  assert.deepEqual(await lastingKeys(operator), [])
  const { sessions, references } = await pairedLives(operator)
  assert.equal(references.length, sessions.length, 'no session is without a reference, no reference without a session')
  // Redis reads its clock for each EXPIRE of a script: a pair may be a millisecond apart.
  for (const [index, life] of references.entries())
    assert.ok(Math.abs(life - sessions[index]!) < 1000, `${index}: ${life}`)
  // The next member must not meet what is left of this fault.
  await until('the connection was given up', () => lost.over)
  const next = service.member()
  await next.get('')
  await next.post('')
  await until('Redis is there', async () => (await next.answer('conditions', { accepted: 'yes' })).status === 303)
}

/** By right answers to the end, which the page where the reply was lost must not hold up for long. */
async function goOn(member: Member, file: File, at: PagePath, here: string): Promise<void> {
  const from = performance.now()
  for (let path = here; path !== 'termine'; ) {
    const page = await answered(() => member.get(path))
    const next = page.status === 200 && isStep(path) ? await pressed(member, file, path) : page
    assert.ok(ORDER.includes(next.path), `led to “${next.path}”`)
    assert.ok(next.status !== 200 || ENDS.includes(path), path)
    if (path === at && next.path === at)
      assert.ok(
        performance.now() - from < SECONDS * 1000,
        `held up: ${next.status}, ${next.headers.get('retry-after')}`,
      )
    // The page of an activation under way looks again by itself, but has a budget of requests.
    if (path === 'finalisation' && next.path === path) await sleep(200)
    path = next.path
  }
}

async function pressed(member: Member, file: File, path: PagePath): Promise<Page> {
  const fields = await typedOn(path, file)
  return answered(() => member.post(path, fields))
}

/** The answer, once there is another than to come back in seconds. */
async function answered(send: () => Promise<Page>): Promise<Page> {
  for (;;) {
    const page = await send()
    const seconds = Number(page.headers.get('retry-after'))
    if (page.status !== 503 && !(page.status === 429 && seconds <= SECONDS)) {
      assert.ok(
        page.status === 200 || page.status === 303,
        `${page.status} for ${seconds} s: ${page.html.slice(0, 400)}`,
      )
      return page
    }
    await sleep(page.status === 429 ? seconds * 1000 : 100)
  }
}

/** What a member types who knows and has got everything; their code is the last that was sent. */
const typedOn = (path: PagePath, file: File) => answersOf(file, codeSentTo)[path]()

async function codeSentTo(destination: string): Promise<string> {
  const last = () => mailsTo(destination).at(-1)?.text ?? textsTo(destination).at(-1)?.body
  await until('a code has come', () => last() !== undefined)
  return /\b\d{6}\b/.exec(last()!)![0]
}

const isStep = (path: string): path is PagePath => (PATHS as string[]).includes(path)
const mailsTo = (email: string) => service.farEnds.smtp.mails.all.filter(({ envelope }) => envelope.to.includes(email))
const textsTo = (phone: string) => service.farEnds.twilio.texts.all.filter(({ to }) => to === phone)
