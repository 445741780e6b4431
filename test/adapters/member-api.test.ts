import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import express, { type Request } from 'express'
import { AGREED, type Question } from '../../src/adapters/member-api/answers.ts'
import { memberRegistry } from '../../src/adapters/member-api/index.ts'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'
import { type Fault, faulty } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'
import { startMemberDataApi } from '../../src/demo/member-data/member-data-api.ts'
import { requestContext } from '../../src/observability/request-context.ts'
import { type MemberRegistry, Unavailable } from '../../src/ports/index.ts'
import { claimOf, everythingIn, limits, newAccount, sample, secrets } from './samples.ts'

type Api = Awaited<ReturnType<typeof startMemberDataApi>>
type Seen = Record<'key' | 'requestId' | 'traceparent' | 'authorization', string | undefined> & { path: string }

const amina = sample('Amina Bennis')
let api: Api
/** Out after 100 ms at first, then silent. */
let slowly: Awaited<ReturnType<typeof listen>>
let registry: MemberRegistry
let seen: Seen[] = []
let faults: (Fault | undefined)[] = []

const fault = (req: Request) => {
  seen.push({
    path: req.path,
    key: req.get('Idempotency-Key'),
    requestId: req.get('X-Request-Id'),
    traceparent: req.get('traceparent'),
    authorization: req.get('Authorization'),
  })
  return faults.shift()
}

before(async () => {
  api = await startMemberDataApi({ token: secrets.token, faults: fault })
  // It reads its document at the first request, which may take longer than a call is given.
  await fetch(`${api.url}/v1/health`)
  let calls = 0
  slowly = await listen(express().use(faulty({ faults: () => (calls++ ? 'hang' : { status: 502 }), delayMs: 100 })))
  registry = memberRegistry({ url: api.url, token: secrets.token, limits: limits.memberApi })
})
after(() => Promise.all([api.close(), slowly.close()]))

/** Sets what goes wrong with the next calls, and forgets the calls before. */
function next(...expected: (Fault | undefined)[]): void {
  faults = expected
  seen = []
}

async function handleOf(name: string, type: 'registrationNumber' | 'employerId' = 'registrationNumber') {
  const match = await registry.checkIdentity(claimOf(sample(name), type))
  assert.ok(match, `${name} is found`)
  return match.member
}

/** Of a framework or gateway that gives no kind. */
const problem = (status: number, kind?: string, headers = {}) => ({
  status,
  body: JSON.stringify({ type: kind ? `https://x.example/${kind}` : 'about:blank', title: kind ?? 'no', status }),
  headers: { 'Content-Type': 'application/problem+json', ...headers },
})
const found = { member: 'abcdefgh', questions: ['employerId'], accountStatus: 'none' }
const key = (name: string) => `key-of-${name}`.padEnd(22, '-')
const unavailable = (error: unknown) => {
  assert.ok(error instanceof Unavailable, everythingIn(error))
  assert.equal(error.service, 'member-api')
  for (const value of Object.values({ ...secrets, ...amina.file }))
    assert.ok(!everythingIn(error).includes(value), `${value} is not in the error`)
  return true
}

describe('the stand-in obeys the document (X-4)', () => {
  const raw = (path: string, body: object, headers = {}, method = 'POST') =>
    fetch(api.url + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secrets.token}`, ...headers },
    })

  test('a claim that does not follow the document is refused', async () => {
    next()
    const refused = await raw('/v1/identity-checks', { ...claimOf(amina), nationalId: 'ab-123' })
    assert.equal(refused.status, 400)
    assert.match(refused.headers.get('content-type') ?? '', /problem\+json/)
    assert.equal((await raw('/v1/identity-checks', { ...claimOf(amina), extra: 1 })).status, 400)
    assert.equal((await raw('/v1/identity-checks', claimOf(amina), { Authorization: 'Bearer no' })).status, 401)
  })

  test('an activation without its key is refused', async () => {
    next()
    assert.equal((await raw('/v1/members/abcdefgh/account', newAccount, {}, 'PUT')).status, 400)
    assert.equal(
      (await raw('/v1/members/abcdefgh/account', newAccount, { 'Idempotency-Key': 'short' }, 'PUT')).status,
      400,
    )
  })

  test('an answer of its own that does not follow the document is not sent', async () => {
    const broken = { ...amina, previousContacts: { email: 'not an address' } }
    const other = await startMemberDataApi({ token: secrets.token, members: [broken] })
    const elsewhere = memberRegistry({ url: other.url, token: secrets.token, limits: limits.memberApi })
    const match = await elsewhere.checkIdentity(claimOf(amina))
    const response = await fetch(`${other.url}/v1/members/${match?.member}/account`, {
      method: 'PUT',
      body: JSON.stringify(newAccount),
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': key('x'),
        Authorization: `Bearer ${secrets.token}`,
      },
    })
    assert.equal(response.status, 500)
    await other.close()
  })
})

describe('identity', () => {
  test('the member is found by registration number and asked for the rest', async () => {
    next()
    const match = await registry.checkIdentity(claimOf(amina))
    assert.deepEqual(match?.questions, ['employerId', 'bankAccountLast8'])
    assert.equal(match?.accountStatus, 'none')
    assert.equal(seen[0]?.authorization, `Bearer ${secrets.token}`)
  })

  test('by employer identifier the registration number is asked instead', async () => {
    const match = await registry.checkIdentity(claimOf(sample('Driss El Fassi'), 'employerId'))
    assert.deepEqual(match?.questions, ['registrationNumber', 'civilStatusNumber'])
  })

  test('a member with one identifier gets the payment question alone', async () => {
    assert.deepEqual((await registry.checkIdentity(claimOf(sample('Salma Idrissi'))))?.questions, ['bankAccountLast8'])
    const byEmployer = await registry.checkIdentity(claimOf(sample('Youssef Alaoui'), 'employerId'))
    assert.deepEqual(byEmployer?.questions, ['bankAccountLast8'])
  })

  test('a year is enough for a member whose record holds no more', async () => {
    assert.ok(await registry.checkIdentity(claimOf(sample('Fatna Chraïbi'))))
  })

  test('an account that is active is said to be', async () => {
    assert.equal((await registry.checkIdentity(claimOf(sample('Hassan Berrada'))))?.accountStatus, 'active')
  })

  test('nobody is found, once and for all: a 404 is not tried again', async () => {
    next()
    assert.equal(await registry.checkIdentity({ ...claimOf(amina), birthDate: '1960-05-13' }), undefined)
    assert.equal(seen.length, 1)
  })

  test('the request id goes along', async () => {
    next()
    await requestContext.run({ requestId: 'req-42' }, () => registry.checkIdentity(claimOf(amina)))
    assert.deepEqual([seen[0]?.requestId, seen[0]?.traceparent], ['req-42', undefined])
  })

  test('the trace of the request goes along', async () => {
    next()
    const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', flags: '01' }
    await requestContext.run({ requestId: 'req-43', trace }, () => registry.checkIdentity(claimOf(amina)))
    assert.equal(seen[0]?.traceparent, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')
  })

  for (const [name, what] of [
    ['a connection cut short', 'reset'],
    ['a bad gateway', { status: 502, body: '<html>' }],
    ['a short outage', problem(503, 'busy', { 'Retry-After': '1' })],
    ['a gateway time-out', { status: 504 }],
  ] satisfies [string, Fault][])
    test(`${name} is tried once more, and the member notices nothing`, async () => {
      next(what)
      assert.ok(await registry.checkIdentity(claimOf(amina)))
      assert.equal(seen.length, 2)
      next(what, what)
      await assert.rejects(registry.checkIdentity(claimOf(amina)), unavailable)
      assert.equal(seen.length, 2)
    })

  for (const [name, what] of [
    ['a longer outage', problem(503, 'busy', { 'Retry-After': '30' })],
    ['too many requests', problem(429, 'busy', { 'Retry-After': '30' })],
    ['a request it finds invalid', problem(400, 'invalid')],
    ['a token it does not take', problem(401, 'unauthorized')],
    ['an internal error', problem(500, 'oops')],
    ['a page of HTML', { status: 200, body: '<p>ok</p>', headers: { 'Content-Type': 'text/html' } }],
    [
      'an unknown question',
      { status: 200, body: { member: 'abcdefgh', questions: ['shoeSize'], accountStatus: 'none' } },
    ],
    ['a missing field', { status: 200, body: { member: 'abcdefgh', questions: ['employerId'] } }],
    ['truncated JSON', { status: 200, body: '{"member":"abcdefgh","quest' }],
    ['a body cut short', { status: 200, cut: '{"member":' }],
    ['more than a megabyte', { status: 200, body: { ...found, padding: 'x'.repeat(2_000_000) } }],
    ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:9/elsewhere' } }],
  ] satisfies [string, Fault][])
    test(`${name} is an outage at once`, async () => {
      next(what)
      await assert.rejects(registry.checkIdentity(claimOf(amina)), unavailable)
      assert.equal(seen.length, 1)
    })

  test('fields that the document does not name are no harm', async () => {
    next({ status: 200, body: { ...found, since: 1999 } })
    assert.deepEqual(await registry.checkIdentity(claimOf(amina)), found)
  })

  test('the wait that the API asks for is passed on, up to ten minutes', async () => {
    for (const [asked, passed] of [
      ['30', 30],
      ['86400', 600],
      ['Wed, 21 Oct 2026 07:28:00 GMT', 60],
    ] as const) {
      next(problem(429, 'busy', { 'Retry-After': asked }))
      await assert.rejects(registry.checkIdentity(claimOf(amina)), { retryAfterSeconds: passed })
    }
  })

  test('no answer is an outage after three seconds', async () => {
    next('hang')
    const start = Date.now()
    await assert.rejects(registry.checkIdentity(claimOf(amina)), unavailable)
    // The limit is 3 s; a busy machine adds to it, another try would double it.
    assert.ok(Date.now() - start < 6000)
    assert.equal(seen.length, 1)
  })

  test('a repeat has only the time that is left of the question', async () => {
    // Until the stand-in has read its document, nothing else in this process runs.
    await handleOf('Amina Bennis')
    const slow = { ...limits.memberApi, callMs: 8000, questionMs: 600 }
    const hurried = memberRegistry({ url: slowly.url, token: secrets.token, limits: slow })
    const start = Date.now()
    await assert.rejects(hurried.checkIdentity(claimOf(amina)), unavailable)
    assert.ok(Date.now() - start < 8000, `${Date.now() - start} ms`)
  })

  test('nothing listening is an outage', async () => {
    const nowhere = memberRegistry({ url: 'http://127.0.0.1:9/api', token: secrets.token, limits: limits.memberApi })
    await assert.rejects(nowhere.checkIdentity(claimOf(amina)), unavailable)
  })
})

describe('payment', () => {
  test('every answer has to fit', async () => {
    const member = await handleOf('Amina Bennis')
    const { employerId, bankAccountLast8 } = amina.file as Required<typeof amina.file>
    assert.equal(await registry.checkPayment(member, { employerId, bankAccountLast8 }), true)
    assert.equal(await registry.checkPayment(member, { employerId, bankAccountLast8: '00000000' }), false)
    assert.equal(await registry.checkPayment(member, { employerId }), false)
  })

  test('a handle that has expired is unknown', async () => {
    assert.equal(await registry.checkPayment('expired-handle', { employerId: '1234567' }), 'unknown-member')
  })

  test('handles live two hours', async () => {
    let clock = 0
    const short = await startMemberDataApi({ token: secrets.token, now: () => clock })
    const there = memberRegistry({ url: short.url, token: secrets.token, limits: limits.memberApi })
    const match = await there.checkIdentity(claimOf(sample('Salma Idrissi')))
    const { bankAccountLast8 } = sample('Salma Idrissi').file as { bankAccountLast8: string }
    clock = 2 * 3600_000 - 1
    assert.equal(await there.checkPayment(match!.member, { bankAccountLast8 }), true)
    clock = 2 * 3600_000
    assert.equal(await there.checkPayment(match!.member, { bankAccountLast8 }), 'unknown-member')
    await short.close()
  })

  test('a handle that an activation was tried with lives a day from then, so that it can be repeated (REL-I3)', async () => {
    let clock = 0
    const patient = await startMemberDataApi({ token: secrets.token, now: () => clock })
    const there = memberRegistry({ url: patient.url, token: secrets.token, limits: limits.memberApi })
    const match = await there.checkIdentity(claimOf(sample('Salma Idrissi')))
    const first = await there.activate(match!.member, newAccount, key('patient'))
    clock = 24 * 3600_000 - 1
    assert.deepEqual(await there.activate(match!.member, newAccount, key('patient')), first)
    await patient.close()
  })

  test('an outage is an outage', async () => {
    next('hang')
    await assert.rejects(registry.checkPayment('abcdefgh', { employerId: '1234567' }), unavailable)
    next({ status: 200, body: { verified: 'yes' } })
    await assert.rejects(registry.checkPayment('abcdefgh', { employerId: '1234567' }), unavailable)
  })
})

describe('activation', () => {
  test('the account is made, and the previous contacts are returned', async () => {
    next()
    const member = await handleOf('Fatna Chraïbi')
    const activation = await registry.activate(member, newAccount, key('fatna'))
    assert.ok(typeof activation === 'object')
    assert.deepEqual(activation.previousContacts, { email: 'fatna.ancienne@example.ma', phone: '+212661000048' })
    assert.ok(Math.abs(Date.parse(activation.activatedAt) - Date.now()) < 5000)
    assert.equal(seen.at(-1)?.key, key('fatna'))
    assert.equal(api.accounts.find(secrets.email)?.passwordHash, secrets.passwordHash)
  })

  test('the same request again has the first outcome; another account under its key, or another key, is already active', async () => {
    const member = await handleOf('Salma Idrissi')
    const first = await registry.activate(member, newAccount, key('salma'))
    assert.deepEqual(await registry.activate(member, newAccount, key('salma')), first)
    const changed = { ...newAccount, language: 'ar' as const }
    assert.equal(await registry.activate(member, changed, key('salma')), 'already-active')
    assert.equal(await registry.activate(member, newAccount, key('other')), 'already-active')
  })

  test('a handle that has expired is unknown', async () => {
    assert.equal(await registry.activate('expired-handle', newAccount, key('expired')), 'unknown-member')
  })

  test('a busy API has done nothing and is not asked again', async () => {
    const member = await handleOf('Khadija Tazi')
    next()
    await assert.rejects(registry.activate(member, newAccount, key('khadija')), { retryAfterSeconds: 1 })
    assert.equal(seen.length, 1)
    assert.equal(typeof (await registry.activate(member, newAccount, key('khadija'))), 'object')
    next(problem(429, 'busy'))
    await assert.rejects(registry.activate(member, newAccount, key('khadija')), unavailable)
    assert.equal(seen.length, 1)
  })

  test('a connection cut after the commit is settled by the same request: one account', async () => {
    const member = await handleOf('Youssef Alaoui', 'employerId')
    next({ afterwards: 'reset' })
    const activation = await registry.activate(member, newAccount, key('youssef'))
    assert.equal(typeof activation, 'object')
    assert.deepEqual(
      seen.map(call => call.key),
      [key('youssef'), key('youssef')],
    )
  })

  for (const [name, what] of [
    ['an internal error', { status: 500 }],
    ['a bad gateway', { status: 502 }],
    ['a gateway time-out', { status: 504 }],
    ['an answer of another success', { status: 204 }],
  ] satisfies [string, Fault][])
    test(`${name} is settled by one repeat, and by no more`, async () => {
      next(what, what)
      await assert.rejects(registry.activate('abcdefgh', newAccount, key('settled')), unavailable)
      assert.deepEqual(
        seen.map(call => call.key),
        [key('settled'), key('settled')],
      )
    })

  test('no answer is an outage after five seconds, the repeat included', async () => {
    next('hang', 'hang')
    const start = Date.now()
    await assert.rejects(registry.activate('abcdefgh', newAccount, key('hang')), unavailable)
    assert.ok(Date.now() - start < 8000)
    assert.equal(seen.length, 2)
  })

  describe('that failed says whether it may have been done all the same', () => {
    const refusedTo = (outcome: 'none' | 'unknown', url = api.url) =>
      assert.rejects(
        memberRegistry({ url, token: secrets.token, limits: { ...limits.memberApi, callMs: 1000 } }).activate(
          'abcdefgh',
          newAccount,
          key('outcome'),
        ),
        { name: 'Unavailable', outcome },
      )
    for (const [name, what, outcome] of [
      ['the API is busy', [problem(503, 'busy')], 'none'],
      ['too many requests', [problem(429, 'busy')], 'none'],
      ['the API finds it invalid', [problem(400, 'invalid')], 'none'],
      [
        "a gateway's 503",
        [
          { status: 503, body: '<html>' },
          { status: 503, body: '<html>' },
        ],
        'unknown',
      ],
      ['an internal error', [{ status: 500 }, { status: 500 }], 'unknown'],
      ["a gateway's 503 in the API's form", [problem(503), problem(503)], 'unknown'],
      ['another success', [{ status: 204 }, { status: 204 }], 'unknown'],
      ['a connection cut', ['reset', 'reset'], 'unknown'],
      ['no answer', ['hang', 'hang'], 'unknown'],
      ['no answer, and the repeat comes too soon', ['hang', problem(429, 'busy')], 'unknown'],
      ['no answer, and a repeat that finds the member forgotten', ['hang', problem(404, 'unknown-member')], 'unknown'],
      ['a connection cut, and a repeat that is busy', ['reset', problem(503, 'busy')], 'unknown'],
    ] satisfies [string, Fault[], 'none' | 'unknown'][])
      test(`${name}: ${outcome === 'none' ? 'certainly not' : 'perhaps'}`, async () => {
        next(...what)
        await refusedTo(outcome)
      })

    test('nothing listens: certainly not', () => refusedTo('none', 'http://127.0.0.1:9/api'))

    test('the breaker is open: certainly not, and nothing is sent', async () => {
      const { breaker } = DependencyLimits.parse({ memberApi: { breaker: { calls: 2 } } }).memberApi
      const guarded = memberRegistry({
        url: api.url,
        token: secrets.token,
        limits: { ...limits.memberApi, breaker },
      })
      next(...Array.from({ length: 4 }, () => ({ status: 500 })))
      await assert.rejects(guarded.activate('abcdefgh', newAccount, key('open')), { outcome: 'unknown' })
      await assert.rejects(guarded.activate('abcdefgh', newAccount, key('open')), {
        outcome: 'none',
        cause: { code: 'ERR_BREAKER_OPEN', status: 0 },
      })
      assert.equal(seen.length, 2)
    })
  })

  const at = '2026-11-22T10:00:00.000Z'
  const old = { email: 'old@example.ma', phone: '+212661000048' }
  for (const status of [200, 201])
    for (const [name, body, stated, contacts] of [
      ['no body', '', undefined, {}],
      ['a page of HTML', '<p>ok</p>', undefined, {}],
      ['truncated JSON', '{"account":', undefined, {}],
      ['a list', '[]', undefined, {}],
      ['nothing but null', 'null', undefined, {}],
      ['a time that is none', { account: 'a', activatedAt: 'hier', previousContacts: old }, undefined, old],
      ['a time without its zone', { activatedAt: '2026-11-22T10:00:00', previousContacts: old }, undefined, old],
      ['a time in milliseconds', { activatedAt: 1_764_000_000_000, previousContacts: old }, undefined, old],
      ['no time', { account: 'a', previousContacts: old }, undefined, old],
      ['no account', { activatedAt: at }, at, {}],
      ['contacts that are no object', { activatedAt: at, previousContacts: 'old@example.ma' }, at, {}],
      ['contacts that are null', { activatedAt: at, previousContacts: null }, at, {}],
      ['a contact nobody can write to', { activatedAt: at, previousContacts: { ...old, email: 'no' } }, at, old.phone],
      ...[
        ['r&d#1@example.ma', 'r&d#1@example.ma'],
        ['lala@موقع.المغرب', 'lala@xn--4gbrim.xn--mgbc0a9azcg'],
        [' old@example.ma ', 'old@example.ma'],
      ].map(([old, email]): [string, object, string, object] => {
        const body = { activatedAt: at, previousContacts: { email: old } }
        return [`an old address as a member may type it, ${old},`, body, at, { email }]
      }),
      ['contacts of other kinds', { activatedAt: at, previousContacts: { ...old, fax: '1' } }, at, old],
    ] as [string, string | object, string | undefined, object | string][])
      test(`${status} with ${name} is a success, with our own time if it has none (ID-13)`, async () => {
        next({ status, body })
        const before = Date.now()
        const activation = await registry.activate('abcdefgh', newAccount, key('commit'))
        assert.ok(typeof activation === 'object', String(activation))
        const { activatedAt, previousContacts } = activation
        if (stated) assert.equal(activatedAt, stated)
        else assert.ok(Date.parse(activatedAt) >= before && Date.parse(activatedAt) <= Date.now(), activatedAt)
        const expected = typeof contacts === 'string' ? { phone: contacts } : contacts
        assert.deepEqual(JSON.parse(JSON.stringify(previousContacts)), expected)
        assert.equal(seen.length, 1)
      })

  for (const [name, what] of [
    ['cut short', { status: 201, cut: '{"account":' }],
    ['of more than a megabyte', { status: 201, body: { account: 'x'.repeat(2_000_000), activatedAt: at } }],
  ] satisfies [string, Fault][])
    test(`201 with a body ${name} is a success (ID-13)`, async () => {
      next(what, what)
      const activation = await registry.activate('abcdefgh', newAccount, key('cut'))
      assert.equal(typeof activation, 'object')
      assert.equal(seen.length, 1)
    })
})

describe('only an agreed problem type means no', () => {
  const no = (status: number, type: string) => ({
    status,
    body: JSON.stringify({ type, title: 'no', status }),
    headers: { 'Content-Type': 'application/problem+json' },
  })
  const answers = { employerId: '1234567' }
  const ask: Record<Question, (by: MemberRegistry) => Promise<unknown>> = {
    identity: async by => (await by.checkIdentity(claimOf(amina))) ?? 'no-match',
    payment: by => by.checkPayment('abcdefgh', answers),
    activation: by => by.activate('abcdefgh', newAccount, key('agreed')),
  }
  const questions = Object.keys(ask) as Question[]

  for (const { question, status, type, refusal } of AGREED)
    for (const [form, uri] of [
      ['absolute', `https://insurer.example/problems/${type}`],
      ['absolute with a query', `https://insurer.example/problems/${type}?v=2#top`],
      ['relative', `/problems/${type}`],
      ['one word', type],
    ] as const)
      test(`${question}: ${status} with the type ${type}, ${form}, says ${refusal} (REL-D2)`, async () => {
        next(no(status, uri))
        assert.equal(await ask[question](registry), refusal)
        assert.equal(seen.length, 1)
      })

  for (const question of questions)
    for (const [status, uri] of [
      ...[404, 409].flatMap(status => ['about:blank', '', 'no-match/', 'about:no-match'].map(uri => [status, uri])),
      [404, `https://insurer.example/problems/not-${question === 'identity' ? 'no-match' : 'unknown-member'}`],
      [404, `https://insurer.example/problems#/${question === 'identity' ? 'no-match' : 'unknown-member'}`],
      [404, `https://${question === 'identity' ? 'no-match' : 'unknown-member'}`],
      [404, `https://insurer.example/problems/${question === 'identity' ? 'unknown-member' : 'no-match'}`],
      [404, 'https://insurer.example/problems/not-found'],
      [410, 'https://insurer.example/problems/no-match'],
      [400, 'https://insurer.example/problems/no-match'],
      [409, 'https://insurer.example/problems/something-else'],
      [409, 'https://insurer.example/problems/not-account-active'],
      [404, 'https://insurer.example/problems/account-active'],
    ] as [number, string][])
      test(`${question}: ${status} with the type "${uri}" is an outage (REL-D1, REL-D2)`, async () => {
        next(no(status, uri))
        await assert.rejects(ask[question](registry), unavailable)
        assert.equal(seen.length, 1)
      })

  for (const [name, fault] of [
    ['a page of HTML', { status: 404, body: '<h1>Not Found</h1>', headers: { 'Content-Type': 'text/html' } }],
    ['the words of a mesh', { status: 404, body: 'no healthy upstream', headers: { 'Content-Type': 'text/plain' } }],
    ['no body', { status: 404 }],
    ['JSON of another form', { status: 404, body: { error: 'Not Found', path: '/v1/identity-checks' } }],
    ['a problem without a type', { status: 404, body: { title: 'Not Found', status: 404 } }],
  ] satisfies [string, Fault][])
    for (const question of questions)
      test(`${question}: 404 with ${name} is an outage (REL-D1, REL-D2)`, async () => {
        next(fault)
        await assert.rejects(ask[question](registry), unavailable)
      })

  test('under a wrong base path every member meets an outage, and the alarm says so after five (REL-D2)', async () => {
    const { lost, alarms } = alarmed(`${api.url}/wrong`)
    for (let n = 1; n <= 5; n++) {
      await assert.rejects(lost.checkIdentity(claimOf(amina)), unavailable)
      assert.deepEqual(alarms, n < 5 ? [] : [['member-api-path', true]])
    }
  })

  const ours = Object.entries({
    path: [301, 302, 307, 308, 404, 405],
    token: [401, 403],
    request: [400, 409, 413, 415, 422],
  }).flatMap(([fault, statuses]) => statuses.map(status => [status, fault] as const))
  for (const [status, fault] of ours)
    test(`${status} that says nothing agreed is an outage by our ${fault}: alarm at five, down at the next answer (REL-D1)`, async () => {
      const { lost, alarms } = alarmed(api.url)
      next(...Array.from({ length: 5 }, () => ({ status })))
      for (let n = 0; n < 5; n++) await assert.rejects(lost.checkIdentity(claimOf(amina)), unavailable)
      assert.deepEqual(alarms, [[`member-api-${fault}`, true]])
      await lost.checkIdentity({ ...claimOf(amina), birthDate: '1960-05-13' })
      assert.deepEqual(alarms, [
        [`member-api-${fault}`, true],
        [`member-api-${fault}`, false],
      ])
    })

  test('an outage of theirs is no fault of our configuration', async () => {
    const { lost, alarms } = alarmed(api.url)
    next(...Array.from({ length: 8 }, () => ({ status: 500 })))
    for (let n = 0; n < 8; n++) await assert.rejects(lost.checkIdentity(claimOf(amina)), unavailable)
    assert.deepEqual(alarms, [])
  })

  function alarmed(url: string) {
    const alarms: [string, boolean][] = []
    const alarm = (name: string, on: boolean) => void alarms.push([name, on])
    return { alarms, lost: memberRegistry({ url, token: secrets.token, limits: limits.memberApi, alarm }) }
  }
})
