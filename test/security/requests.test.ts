import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { peakMemoryOf } from '../../bench/proc.ts'
import { lastingDumpOf } from '../support/dump.ts'
import {
  codeSentTo,
  contactsOf,
  identityOf,
  leadsOn,
  leadsTo,
  memberOn,
  paymentOf,
  type walkTo,
} from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { startProcess } from '../support/process.ts'
import { FORM, send } from '../support/raw.ts'
import { openSiteOnRedis } from '../support/site.ts'

const { redis, service } = await openSiteOnRedis({ environment: { CAPTCHA: 'off' } })

async function on(page: Parameters<typeof walkTo>[3]) {
  const there = await memberOn(service, page)
  const html = page === 'termine' ? '' : (await there.member.get(page)).html
  return { ...there, token: /name="_token" value="([^"]+)"/.exec(html)?.[1] ?? '' }
}

const messages = () => service.farEnds.smtp.mails.all.length + service.farEnds.twilio.texts.all.length

describe('the form token (W-1)', () => {
  test('that is missing, empty, of another session or of the id before is refused, and nothing is sent or counted', async () => {
    const { member, email } = await on('email')
    const [other, before] = [await on('email'), await on('paiement')]
    const old = before.token
    const sent = messages()
    const { bankAccountLast8, employerId } = before.file as { bankAccountLast8: string; employerId: string }
    leadsOn('paiement', await before.member.post('paiement', { employerId, bankAccountLast8 }))
    const form = { email, emailConfirmation: email }
    for (const _token of ['', other.token, 'f'.repeat(32)])
      assert.equal((await member.post('email', { ...form, _token })).status, 403)
    assert.equal((await before.member.post('email', { ...form, _token: old })).status, 403)
    assert.equal(messages(), sent)
    leadsTo('email-code', await member.answer('email', form))
  })

  test('has 128 bits, and counts in the body alone', async () => {
    const { member, token } = await on('identite')
    assert.match(token, /^[\w-]{22}$/)
    assert.equal(Buffer.from(token, 'base64url').length, 16)
    const headers = { ...FORM, cookie: member.cookies, 'x-csrf-token': token }
    assert.equal(
      (await send(service.origin, { method: 'POST', path: `/quitter?_token=${token}`, headers })).status,
      403,
    )
  })

  test('is asked for by every form but the first', async () => {
    const { member } = await on('mot-de-passe')
    const headers = { ...FORM, cookie: member.cookies }
    for (const page of [
      'conditions',
      'identite',
      'paiement',
      'email',
      'email/renvoyer',
      'email-code',
      'email-code/renvoyer',
    ])
      assert.equal((await send(service.origin, { method: 'POST', path: `/${page}`, headers })).status, 403, page)
    for (const page of ['mobile', 'mobile-code', 'mobile-code/renvoyer', 'mot-de-passe', 'quitter', 'prolonger'])
      assert.equal((await send(service.origin, { method: 'POST', path: `/${page}`, headers })).status, 403, page)
  })
})

describe('the origin of a form (W-2)', () => {
  const own = () => service.origin
  const cases: [what: string, headers: () => Record<string, string>, status: number][] = [
    ['this site, as the browser says', () => ({ 'sec-fetch-site': 'same-origin' }), 303],
    ['the address bar', () => ({ 'sec-fetch-site': 'none' }), 303],
    ['another site', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ['a neighbour of this site', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['nobody knows where', () => ({ 'sec-fetch-site': 'maybe' }), 403],
    ['another site that claims to be this one', () => ({ 'sec-fetch-site': 'cross-site', origin: own() }), 403],
    ['this site, in an old browser', () => ({ origin: own() }), 303],
    ['another site, in an old browser', () => ({ origin: 'https://evil.example' }), 403],
    ['another port', () => ({ origin: own().replace(/\d+$/, '1') }), 403],
    ['a name that begins alike', () => ({ origin: `${own()}.evil.example` }), 403],
    ['nowhere (null)', () => ({ origin: 'null' }), 403],
    ['nowhere at all', () => ({ origin: '' }), 403],
  ]
  for (const [what, headers, status] of cases)
    test(`${what}: ${status}`, async () => {
      const answer = await send(own(), { method: 'POST', headers: headers() })
      assert.equal(answer.status, status)
      assert.match(String(answer.headers['vary']), /Origin, Sec-Fetch-Site/)
    })
})

describe('reading (W-3)', () => {
  test('any page twice, by GET and HEAD, sends, counts and consumes nothing', async () => {
    const { member, email } = await on('email-code')
    const sent = messages()
    const client = await redis.client()
    const before = await unvisited(client)
    // Puzzles are made for so many requests of a session, which are counted as they come.
    for (const path of (await everyPath()).filter(path => path !== '/captcha'))
      for (const method of ['GET', 'HEAD', 'GET'])
        await send(service.origin, { method, path, headers: { cookie: member.cookies } })
    assert.equal(messages(), sent)
    assert.deepEqual(await unvisited(client), before)
    leadsTo('mobile', await member.answer('email-code', { code: await codeSentTo(service, email) }))
  })

  test('is all that there is beside POST', async () => {
    for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'PURGE', 'MKCOL']) {
      const { status, headers } = await send(service.origin, { method, path: '/identite' })
      assert.deepEqual([status, headers['allow']], [405, 'GET, HEAD, POST'], method)
    }
  })
})

describe('the Host of a request (W-9)', () => {
  const evil = [
    'evil.example',
    'localhost',
    'localhost:1',
    'localhost.evil.example',
    'evil.example:80',
    '127.0.0.1',
    '',
    '[::1]',
  ]
  for (const host of evil)
    test(`'${host}' is not answered`, async () => {
      const { status } = await send(service.origin, { headers: { host } })
      assert.ok(status === 421 || status === 400, String(status))
    })

  test('is ours, and what a proxy that we do not know adds to it changes nothing', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example', 'x-original-url': '/evil' }
    const { status, text } = await send(service.origin, { headers })
    assert.equal(status, 200)
    assert.doesNotMatch(text, /evil/)
    const opened = await send(service.origin, { method: 'POST', headers })
    assert.equal(opened.headers['location'], '/mon_compte/conditions?debut')
  })
})

describe('the target of a redirect (W-10, W-15)', () => {
  test('is nowhere for the folder of files, which no page leads to, however it is named', async () => {
    for (const base of [
      '/mon_compte/assets',
      '/mon_compte/assets?q=AB123456',
      'http://evil.example/mon_compte/assets',
    ]) {
      const { status, headers, text } = await send(service.origin, { base })
      assert.deepEqual([status, headers['location']], [404, undefined], base)
      assert.doesNotMatch(text, /evil|AB123456/)
    }
  })

  test('is never chosen by the visitor', async () => {
    const targets = [
      '//evil.example',
      '\\\\evil.example',
      'https://evil.example',
      '/\\evil.example',
      '%2f%2fevil.example',
      'javascript:1',
    ]
    const names = ['next', 'lang', 'returnUrl', 'fin', 'page', 'url', 'continue', 'redirect_uri']
    const { member, token } = await on('email')
    for (const path of [
      '',
      '/mobile',
      '/email',
      '/captcha',
      '/quitter',
      '/termine',
      '//evil.example',
      '/%2f%2fevil.example',
      '/..//evil.example',
    ])
      for (const [index, target] of targets.entries()) {
        const query = `?${names.map(name => `${name}=${encodeURIComponent(target)}`).join('&')}`
        const headers = { cookie: member.cookies, referer: target }
        for (const method of index ? ['GET'] : ['GET', 'POST']) {
          const form = method === 'POST' && { headers: { ...headers, ...FORM }, body: `_token=${token}` }
          const answer = await send(service.origin, { method, path: path + query, headers, ...form })
          assert.match(
            String(answer.headers['location'] ?? '/mon_compte'),
            /^\/mon_compte(\/[a-z-]+)*(\?(fin=expiree|debut|avis=temps|lang=(fr|ar|both)))?$/,
          )
          assert.doesNotMatch(answer.text, /evil/)
        }
      }
  })
})

describe('a body (W-13, W-14)', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = FORM) =>
    send(service.origin, { method: 'POST', headers, body })
  const cases: [what: string, ask: () => ReturnType<typeof post>, status: number][] = [
    ['of 17 kB', () => post(`a=${'x'.repeat(17 * 1024)}`), 413],
    ['of 51 fields', () => post(Array.from({ length: 51 }, (_, n) => `f${n}=1`).join('&')), 413],
    ['of JSON', () => post('{"code":"1"}', { 'content-type': 'application/json' }), 415],
    ['of plain text', () => post('code=1', { 'content-type': 'text/plain' }), 415],
    ['of parts', () => post('--x--', { 'content-type': 'multipart/form-data; boundary=x' }), 415],
    ['without a type', () => post('code=1', {}), 415],
    [
      'that is compressed',
      () => post(gzipSync('a='.padEnd(10_000_000, 'x')), { ...FORM, 'content-encoding': 'gzip' }),
      415,
    ],
    ['with a field twice', () => post('code=1&code=2'), 400],
    ['with an array', () => post('code[]=1'), 400],
    ['with an object', () => post('code[a]=1'), 400],
    ['with __proto__', () => post('__proto__=1'), 400],
    ['with constructor', () => post('constructor=1'), 400],
    ['with hasOwnProperty', () => post('hasOwnProperty=1'), 400],
    ['with __proto__[x]', () => post('__proto__[polluted]=1'), 400],
    ['with a name in control characters', () => post('a%00=1'), 400],
    ['in another character set', () => post('a=1', { 'content-type': `${FORM['content-type']}; charset=utf-7` }), 415],
  ]
  for (const [what, ask, status] of cases)
    test(`${what} is refused with ${status}`, async () => assert.equal((await ask()).status, status))

  test('of 50 fields and 16 kB is read', async () => {
    const body = Array.from({ length: 50 }, (_, n) => `f${n}=${'x'.repeat(300)}`).join('&')
    assert.equal((await post(body)).status, 303)
  })

  /** What no browser of ours sends, beside the fields of a page. */
  const malformed = ['twice=1&twice=2', 'list[]=1', '__proto__=1', 'hasOwnProperty=1', 'isAdmin=yes']
  const postOn = async (member: Member, path: string, fields: Record<string, string>, extra: string) => {
    const token = /name="_token" value="([^"]+)"/.exec((await member.get(path)).html)?.[1] ?? ''
    const body = `${new URLSearchParams({ _token: token, ...fields })}&${extra}`
    return send(service.origin, {
      method: 'POST',
      path: `/${path}`,
      headers: { ...FORM, cookie: member.cookies },
      body,
    })
  }

  test('that is malformed is not judged, and is a failed guess of the session all the same (W-14)', async () => {
    const { file, member } = await on('identite')
    for (const extra of malformed.slice(0, 4))
      assert.equal((await postOn(member, 'identite', identityOf(file), extra)).status, 400, extra)
    leadsTo('identite', await member.get('paiement'))
    const fifth = await postOn(member, 'identite', identityOf(file), malformed[4]!)
    assert.deepEqual([fifth.status, fifth.headers['location']], [303, '/mon_compte?fin=essais'])
    leadsTo('', await member.get('identite'))
  })

  test('that is malformed, on the payment page too, is a failed guess', async () => {
    const { file, member } = await on('paiement')
    for (const extra of malformed.slice(0, 4))
      assert.equal((await postOn(member, 'paiement', paymentOf(file), extra)).status, 400, extra)
    assert.equal((await postOn(member, 'paiement', paymentOf(file), malformed[4]!)).status, 303)
    leadsTo('', await member.get('paiement'))
  })

  test('that is malformed on the page of a code ends the session as well, at the fifth (W-14)', async () => {
    const { member } = await on('email-code')
    for (const extra of malformed.slice(0, 4))
      assert.equal((await postOn(member, 'email-code', { code: '000000' }, extra)).status, 400, extra)
    const fifth = await postOn(member, 'email-code', { code: '000000' }, malformed[4]!)
    assert.deepEqual([fifth.status, fifth.headers['location']], [303, '/mon_compte?fin=essais'])
    leadsTo('', await member.get('email-code'))
  })

  test('that is malformed and bears no token of the session costs nothing', async () => {
    const { file, member } = await on('identite')
    const headers = { ...FORM, cookie: member.cookies }
    for (let form = 0; form < 6; form++)
      assert.equal(
        (await send(service.origin, { method: 'POST', path: '/identite', headers, body: 'a=1&a=2' })).status,
        403,
      )
    leadsTo('paiement', await member.answer('identite', identityOf(file)))
  })

  for (const path of ['quitter', 'prolonger', 'email/renvoyer', 'email-code/renvoyer', 'conditions', 'email'])
    test(`that is malformed and sent to ${path} is refused, and ends the session at the fifth (W-14)`, async () => {
      const { member, file } = await on('email-code')
      const { email } = contactsOf(file)
      await codeSentTo(service, email)
      const token = /name="_token" value="([^"]+)"/.exec((await member.get('email')).html)![1]
      const headers = { ...FORM, cookie: member.cookies }
      const answers = []
      for (const extra of [...malformed.slice(0, 4), 'constructor=1']) {
        const body = `_token=${token}&${extra}`
        answers.push(await send(service.origin, { method: 'POST', path: `/${path}`, headers, body }))
      }
      assert.deepEqual(
        answers.map(({ status }) => status),
        [400, 400, 400, 400, 303],
      )
      assert.equal(answers[4]!.headers['location'], '/mon_compte?fin=essais')
      assert.equal(service.farEnds.smtp.mails.all.filter(({ to }) => to === email).length, 1)
    })

  test('of five megabytes without an end in sight, forty at once, takes no memory', async t => {
    const besieged = await startProcess()
    t.after(() => besieged.stop())
    const megabyte = Buffer.alloc(1_000_000, 'a')
    const flood = () => {
      const body = Readable.toWeb(Readable.from(Array.from({ length: 5 }, () => megabyte)))
      const init = { method: 'POST', headers: FORM, body, duplex: 'half', signal: AbortSignal.timeout(10_000) } as const
      return fetch(`${besieged.origin}/mon_compte`, init as RequestInit).catch(() => undefined)
    }
    await Promise.all(Array.from({ length: 5 }, flood))
    const before = peakMemoryOf(besieged.child.pid!)
    await Promise.all(Array.from({ length: 40 }, flood))
    const grown = peakMemoryOf(besieged.child.pid!) - before
    assert.ok(grown < 150, `${Math.round(grown)} MB of 200`)
  })
})

/** Every address that can be read. */
async function everyPath(): Promise<string[]> {
  const { activation } = await import('../../src/journey.ts')
  const steps = activation.steps.flatMap(({ path }) => [`/${path}`, `/${path}/renvoyer`])
  const side = ['', '/captcha', '/termine', '/compte-actif', '/conditions-generales', '/accessibilite', '/quitter']
  return [...side, '/prolonger', '/webhooks/twilio', ...steps]
}

/** All that Redis holds, but for how often each session was visited. */
async function unvisited(client: Parameters<typeof lastingDumpOf>[0]) {
  const dump: Map<string, string> = await lastingDumpOf(client)
  for (const key of dump.keys()) {
    const session = key.startsWith('s:') ? await client.getBuffer(key) : undefined
    // Where scripts/sessions/session.lua has the window and the visits in it.
    if (session && session.length > 1) dump.set(key, session.fill(0, 26, 34).toString('base64'))
  }
  return dump
}
