import assert from 'node:assert/strict'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { Limits } from '../../src/config/limits/index.ts'
import { secondsLeft } from '../../src/web/middleware/session.ts'
import { codeSentTo, contactsOf, leadsOn, leadsTo, paymentOf, walkOn, walkTo } from '../support/journey.ts'
import { startService } from '../support/service.ts'
import { openSiteOnRedis } from '../support/site.ts'

const { redis, service } = await openSiteOnRedis({ limits: { session: { idleSeconds: 300, absoluteSeconds: 900 } } })

describe('a session', () => {
  test('lives as long as the idle time, and never past its absolute end (S-3)', () => {
    const limits = Limits.parse({})
    const openedAt = Date.UTC(2026, 10, 22)
    const after = (minutes: number) => secondsLeft(limits, { openedAt }, openedAt + minutes * 60_000)
    assert.equal(after(0), 20 * 60)
    assert.equal(after(69), 20 * 60)
    assert.equal(after(85), 5 * 60)
    assert.ok(after(90) <= 0)
  })

  test("that has ended is shown for the receipt's time from each look, but not for ever", () => {
    const limits = Limits.parse({})
    const openedAt = Date.UTC(2026, 10, 22)
    const after = (minutes: number, endedAfter: number) =>
      secondsLeft(
        limits,
        { openedAt, ended: 'done', endedAt: openedAt + endedAfter * 60_000 },
        openedAt + minutes * 60_000,
      )
    assert.equal(after(10, 10), 15 * 60)
    assert.equal(after(60, 10), 15 * 60)
    assert.equal(after(85, 10), 5 * 60)
    assert.ok(after(90, 10) <= 0)
    assert.equal(after(95, 88), 8 * 60, 'it came late')
    assert.ok(after(103, 88) <= 0)
  })

  test('gets its whole idle time back with every page, and with a wish to stay', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'identite')
    const client = await redis.client()
    const [key] = await client.keys('s:*')
    for (const visit of [() => member.get('identite'), () => member.post('prolonger')]) {
      await client.expire(key!, 100)
      await visit()
      assert.ok((await client.ttl(key!)) > 290)
    }
  })

  test('changes its id when it opens, when the member has proved who they are, and at the end; the old id is dead (S-4)', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'paiement')
    const first = member.cookies
    leadsOn('paiement', await member.answer('paiement', paymentOf(file)))
    const second = member.cookies
    assert.notEqual(second, first)
    const thief = service.member()
    thief.cookies = first
    leadsTo('', await thief.get('email'))
    await walkOn(service, member, file, 'email')
    await member.answer('email', { email: contactsOf(file).email, emailConfirmation: contactsOf(file).email })
    await member.answer('email-code', { code: await codeSentTo(service, contactsOf(file).email) })
    assert.equal(member.cookies, second)
  })

  test('is named by one cookie: opaque, out of reach of scripts, of this host, gone with the browser (S-1)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'conditions')
    const opened = await member.answer('conditions', { accepted: 'yes' })
    const [cookie = ''] = opened.headers.getSetCookie().filter(line => line.startsWith('sid='))
    assert.match(cookie, /^sid=s%3A[\w%.-]{40,}; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('over https is a __Host- cookie, Secure, whatever the proxy claims (S-1)', async () => {
    const secure = await startService({
      environment: { PUBLIC_URL: 'https://activation.example.ma', REDIS_URL: redis.url },
    })
    const headers = {
      host: 'activation.example.ma',
      origin: 'https://activation.example.ma',
      'x-forwarded-proto': 'http',
    }
    const send = (method: string, path: string, more: Record<string, string> = {}, form = '') =>
      new Promise<{ cookies: string[]; html: string }>((resolve, reject) => {
        const { port } = new URL(secure.origin)
        const asked = { host: '127.0.0.1', port, path: `/mon_compte${path}`, method, headers: { ...headers, ...more } }
        const sent = request(asked, async response =>
          resolve({ html: (await buffer(response)).toString(), cookies: response.headers['set-cookie'] ?? [] }),
        )
        sent.on('error', reject).end(form)
      })
    const [start = ''] = (await send('POST', '')).cookies
    assert.match(start, /^__Host-start=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const own = { cookie: start.split(';')[0]! }
    const { html } = await send('GET', '/conditions', own)
    const _token = /name="_token" value="([^"]+)"/.exec(html)![1]!
    const form = new URLSearchParams({ _token, accepted: 'yes' }).toString()
    const typed = { ...own, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(form.length) }
    const [cookie = ''] = (await send('POST', '/conditions', typed, form)).cookies.filter(line =>
      line.startsWith('__Host-sid='),
    )
    await secure.stop()
    assert.match(cookie, /; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })
})
