import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService()
})
after(() => service.stop())

const atIdentity = async () => {
  const member = service.member()
  await walkTo(service, member, service.enrol(), 'identite')
  await member.get('identite')
  return member
}

describe('a request', () => {
  test('without the form token is refused with 403 and changes nothing', async () => {
    const member = await atIdentity()
    assert.equal((await member.post('quitter', { _token: '' })).status, 403)
    assert.equal((await member.post('quitter', { _token: 'f'.repeat(32) })).status, 403)
    assert.equal((await member.get('identite')).status, 200)
  })

  test('from another site is refused with 403', async () => {
    const member = await atIdentity()
    assert.equal((await member.post('quitter', {}, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await member.post('quitter', {}, { 'sec-fetch-site': 'same-site' })).status, 403)
    assert.equal((await service.member().post('', {}, { origin: 'https://evil.example' })).status, 403)
  })

  test('under another name is refused with 421', async () => {
    assert.equal((await send({ headers: { host: 'evil.example' } })).status, 421)
  })

  test('for a page that does not exist is answered 404, in words', async () => {
    const page = await (await atIdentity()).get('nulle-part')
    assert.equal(page.status, 404)
    assert.match(page.html, /Page introuvable/)
  })

  test('that is too large, of another type, with a field twice or one unknown is refused', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await send({ method: 'POST', headers: form, body: `a=${'x'.repeat(17_000)}` })).status, 413)
    assert.equal((await send({ method: 'POST', headers: form, body: 'a=1&'.repeat(60) })).status, 413)
    assert.equal(
      (await send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status,
      415,
    )
    assert.equal((await send({ method: 'POST', headers: form, body: 'code=1&code=2' })).status, 400)
    assert.equal((await send({ method: 'POST', headers: form, body: '__proto__=1' })).status, 400)
    const member = await atIdentity()
    assert.equal((await member.post('identite', { email: 'a@b.ma' })).status, 400)
  })

  test('by a method other than GET, HEAD and POST is answered 405', async () => {
    assert.equal((await send({ method: 'DELETE' })).status, 405)
    assert.equal((await send({ method: 'OPTIONS' })).status, 405)
  })

  test('gets strict headers on pages and errors alike, and a nonce of its own', async () => {
    const nonces = new Set<string>()
    for (const path of ['', 'conditions-generales', 'accessibilite', 'nulle-part']) {
      const { headers } = await service.member().get(path)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /default-src 'none'/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.doesNotMatch(policy, /unsafe/)
      nonces.add(/'nonce-([^']+)'/.exec(policy)![1]!)
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.equal(headers.get('referrer-policy'), 'same-origin')
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('x-powered-by'), null)
      assert.match(headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/)
    }
    assert.equal(nonces.size, 4)
  })

  test('that only reads opens no session (S-10)', async () => {
    const member = service.member()
    for (const path of ['', 'conditions-generales', 'accessibilite', 'conditions', 'captcha', 'quitter'])
      await member.get(path)
    assert.equal(member.cookies, '')
  })
})

describe('leaving', () => {
  test('erases the session and has the browser clear its data', async () => {
    const member = await atIdentity()
    const cookies = member.cookies
    const left = await member.post('quitter')
    assert.deepEqual([left.status, left.path], [303, 'quitter'])
    assert.match(left.headers.get('clear-site-data') ?? '', /"cache"/)
    assert.equal(member.cookies, '')
    member.cookies = cookies
    assert.equal((await member.get('identite')).path, '')
  })

  test('is not the same as asking to stay', async () => {
    const member = await atIdentity()
    const stayed = await member.post('prolonger')
    assert.deepEqual([stayed.status, stayed.path], [303, 'identite'])
  })

  test('nor is the choice of a language on a page that refused it', async () => {
    const member = await atIdentity()
    assert.equal((await member.post('prolonger', { _token: '' })).status, 403)
    const chosen = await member.get('prolonger?lang=ar')
    assert.deepEqual([chosen.status, chosen.path], [303, 'identite'])
    assert.match((await member.get('identite')).html, /<html lang="ar"/)
  })
})

describe('the support reference', () => {
  test('is on every page as soon as the session is open, and stays the same', async () => {
    const member = service.member()
    assert.doesNotMatch((await member.get('')).html, /R-\d/)
    await walkTo(service, member, service.enrol(), 'email')
    const seen = new Set<string>()
    for (const path of ['', 'conditions', 'identite', 'email', 'conditions-generales', 'accessibilite', 'nulle-part'])
      seen.add(/<bdi dir="ltr" translate="no">(R-\d{3} \d{4})<\/bdi>/.exec((await member.get(path)).html)![1]!)
    assert.equal(seen.size, 1)
  })
})

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** A request as no browser would send it. */
function send({ method = 'GET', headers = {}, body }: Sent): Promise<{ status: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number }>()
  const url = new URL(`${service.origin}/mon_compte`)
  const own = {
    origin: service.origin,
    host: url.host,
    ...(body && { 'content-length': String(Buffer.byteLength(body)) }),
  }
  const sent = request({
    host: '127.0.0.1',
    port: url.port,
    path: url.pathname,
    method,
    headers: { ...own, ...headers },
  })
  sent
    .on('response', response => resolve({ status: response.resume().statusCode ?? 0 }))
    .on('error', reject)
    .end(body)
  return promise
}
