import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../../src/demo/faults.ts'
import { identityOf, leadsOn, leadsTo, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

const FLOOR_MS = 600
const OPEN_MS = 3000
const html = { 'Content-Type': 'text/html' }
const found = { member: 'abcdefgh', questions: ['employerId'], accountStatus: 'none' }
const notFound = (type: string): Fault => ({
  status: 404,
  body: { type, title: 'Not Found', status: 404 },
  headers: { 'Content-Type': 'application/problem+json' },
})
/** A call's own limit: whatever answers has answered before it, on a busy machine too. */
const LIMIT_MS = 3000
/** F6; the identity check is repeated after a reset, so it comes twice. */
const FAULTS: [name: string, fault: Fault][] = [
  ['does not answer', 'hang'],
  ['cuts the connection', 'reset'],
  ['answers 500', { status: 500, body: 'oops' }],
  ['answers with a page of HTML', { status: 200, body: '<p>maintenance</p>', headers: html }],
  ['cuts its JSON short', { status: 200, body: '{"member":"abcdefgh","quest' }],
  ['leaves a field out', { status: 200, body: { ...found, accountStatus: undefined, verified: 'yes' } }],
  ['is not found, says a framework', notFound('about:blank')],
  ['is not found, says a gateway', { status: 404, body: 'no healthy upstream' }],
  ['says 404 of a type that is not agreed', notFound('https://member-data.example/problems/not-found')],
  ['leads elsewhere', { status: 302, headers: { Location: 'http://127.0.0.1:9/elsewhere' } }],
  ['answers with five megabytes', { status: 200, body: { ...found, padding: 'x'.repeat(5_000_000) } }],
]

let redis: TestRedis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())

/** Asserts that a page says that the service is out, and not that anything was wrong. */
function isOutage(page: Page): void {
  assert.equal(page.status, 503)
  assert.equal(page.headers.get('retry-after'), '60')
  assert.match(page.html, /n.{1,5}ont pas été refusées/)
  assert.doesNotMatch(page.html, /pas pu vérifier ces informations/)
}

async function timed(answer: Promise<Page>): Promise<{ page: Page; tookMs: number }> {
  const startedAt = performance.now()
  return { page: await answer, tookMs: Math.round(performance.now() - startedAt) }
}

describe('while the member-data API fails (F6)', () => {
  let fault: Fault | undefined
  let service: ServiceProcess
  before(async () => {
    const identity = { floorMs: 0, waitsSeconds: [0] }
    const environment = { CAPTCHA: 'off' }
    service = await startProcess({
      redisUrl: redis.url,
      limits: { identity },
      memberData: { faults: () => fault },
      environment,
    })
  })
  after(() => service.stop())

  /** One member meets every fault on a page, then uses up all attempts but one, and is let through. */
  async function meetsThemAll(
    t: { diagnostic(message: string): void },
    path: 'identite' | 'paiement',
    right: Record<string, string>,
    kept: string,
  ) {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, path)
    const form = path === 'identite' ? identityOf(file) : paymentOf(file)
    for (const [name, kind] of FAULTS) {
      fault = kind
      const { page, tookMs } = await timed(member.answer(path, form))
      fault = undefined
      t.diagnostic(`${path}, the API ${name}: 503 after ${tookMs} ms`)
      isOutage(page)
      assert.ok(page.html.includes(`value="${form[kept as keyof typeof form]}"`), 'what was typed is kept')
      assert.ok(tookMs < (kind === 'hang' ? 3 : 1) * LIMIT_MS, `${name}: ${tookMs} ms`)
    }
    for (let guess = 0; guess < 4; guess++)
      assert.equal((await member.answer(path, { ...form, ...right })).status, 422, 'every attempt is left')
    leadsOn(path, await member.answer(path, form))
  }

  test('the identity page says so each time, keeps what was typed, and no attempt is lost', async t => {
    await meetsThemAll(t, 'identite', { nationalId: 'ZZ999999' }, 'nationalId')
  })

  test('the payment page does the same', async t => {
    await meetsThemAll(t, 'paiement', { bankAccountLast8: '00000000' }, 'employerId')
  })

  test('fields that the document does not name are no failure', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'identite')
    fault = { status: 200, body: { ...found, since: 1999 } }
    const page = await member.answer('identite', identityOf(file))
    fault = undefined
    leadsTo('paiement', page)
  })

  test('an operator sees the failures, and nothing of the members', async () => {
    const metrics = await service.metrics()
    const failed = /^wizard_dependency_seconds_count\{name="member-api",outcome="failed"\} (\d+)$/m.exec(metrics)
    // The reset is repeated once on either page.
    assert.equal(Number(failed?.[1]), 2 * (FAULTS.length + 1))
    assert.match(metrics, /^wizard_breaker_state\{name="member-api"\} 0$/m)
    assert.doesNotMatch(service.output.join('\n'), /T0000\d\d|1961-03-07/)
  })
})

test('an untrusted certificate is an outage like any other (F6)', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [key, cert] = ['key.pem', 'cert.pem'].map(name => join(folder, name)) as [string, string]
  const words = `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout ${key} -out ${cert}`
  execFileSync('openssl', words.split(' '), { stdio: 'ignore' })
  let asked = 0
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, () => void asked++)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const MEMBER_API_URL = `https://localhost:${(server.address() as AddressInfo).port}`
  const service = await startProcess({ environment: { CAPTCHA: 'off', MEMBER_API_URL } })
  t.after(() => service.stop())

  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'identite')
  const { page, tookMs } = await timed(member.answer('identite', identityOf(file)))
  t.diagnostic(`503 after ${tookMs} ms`)
  isOutage(page)
  assert.ok(tookMs < LIMIT_MS)
  assert.equal(asked, 0)
})

describe('when the member-data API fails at large (REL-D3)', () => {
  let fault: Fault | undefined
  let asked = 0
  let service: ServiceProcess
  before(async () => {
    const breaker = { calls: 4, openMs: OPEN_MS, trials: 2, concurrent: 2, waiting: 1 }
    service = await startProcess({
      redisUrl: redis.url,
      limits: { identity: { floorMs: FLOOR_MS, waitsSeconds: [0] }, dependencies: { memberApi: { breaker } } },
      memberData: {
        faults: () => {
          asked++
          return fault
        },
      },
      environment: { CAPTCHA: 'off' },
    })
  })
  after(() => service.stop())
  const state = async () => /^wizard_breaker_state\{name="member-api"\} (\d)$/m.exec(await service.metrics())?.[1]

  test('it is not called any more, members see an error at once, lose no attempt, and succeed after recovery', async t => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'identite')
    const form = identityOf(file)
    fault = { status: 500 }
    for (let call = 0; call < 4; call++) isOutage(await member.answer('identite', form))
    assert.equal(await state(), '2')

    const before = asked
    const times: number[] = []
    await member.get('identite')
    for (let visit = 0; visit < 10; visit++) {
      const { page, tookMs } = await timed(member.post('identite', form))
      isOutage(page)
      assert.ok(page.html.includes(`value="${file.nationalId}"`))
      times.push(tookMs)
    }
    t.diagnostic(`open breaker: 503 after ${times.join(', ')} ms, as the browser sees it`)
    assert.equal(asked, before, 'no further call reaches the API')
    assert.ok(times.sort((a, b) => a - b)[5]! < LIMIT_MS, `${times} ms`)
    assert.match(await service.metrics(), /^wizard_alarm\{name="member-api-down"\} 1$/m)

    fault = undefined
    await sleep(OPEN_MS)
    for (let guess = 0; guess < 2; guess++) {
      const { page, tookMs } = await timed(member.post('identite', { ...form, nationalId: 'ZZ999999' }))
      assert.equal(page.status, 422)
      assert.ok(tookMs >= FLOOR_MS, 'an answer takes as long as any other (ID-2)')
    }
    assert.equal(await state(), '0')
    for (let guess = 0; guess < 2; guess++)
      assert.equal((await member.post('identite', { ...form, nationalId: 'ZZ999999' })).status, 422)
    leadsTo('paiement', await member.answer('identite', form))
    assert.match(await service.metrics(), /^wizard_alarm\{name="member-api-down"\} 0$/m)
  })

  test('it never gets more calls at a time than agreed: one member too many sees an error at once', async t => {
    const members = []
    for (let n = 0; n < 4; n++) {
      const file = service.enrol()
      const member = service.member()
      await walkTo(service, member, file, 'identite')
      await member.get('identite')
      members.push({ member, form: identityOf(file) })
    }
    const before = asked
    fault = 'hang'
    const { page, tookMs } = await timed(Promise.any(members.map(({ member, form }) => member.post('identite', form))))
    t.diagnostic(`the bulkhead is full: 503 after ${tookMs} ms`)
    isOutage(page)
    assert.ok(tookMs < LIMIT_MS, `${tookMs} ms`)
    // Its connection may still be under way.
    await until('the second call arrived', () => asked - before >= 2)
    assert.equal(asked - before, 2)
    fault = undefined
  })
})
