import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PATHS, walkTo } from '../support/journey.ts'
import { type Answer, FORM, send } from '../support/raw.ts'
import { startRedis } from '../support/redis.ts'
import { type Service, startService } from '../support/service.ts'
import { hasStrictHeaders } from '../support/strict-headers.ts'

const PUBLIC = 'https://activation.example.ma'

let service: Service
let answers: Map<string, Answer>
before(async () => {
  service = await startService({ environment: { CAPTCHA: 'off' } })
  answers = await everyAnswer()
})
after(() => service.stop())

/** One answer of every page, redirect and error there is. */
async function everyAnswer() {
  const all = new Map<string, Answer>()
  const member = service.member()
  const file = service.enrol()
  const visit = async (name: string, path: string, options: Parameters<typeof send>[1] = {}) => {
    const headers = { cookie: member.cookies, ...options.headers }
    all.set(name, await send(service.origin, { ...options, path, headers }))
  }
  await visit('start', '')
  await visit('legal', '/conditions-generales')
  await visit('accessibility', '/accessibilite')
  await visit('erased', '/quitter')
  await visit('redirect', '/email')
  for (const page of PATHS) {
    const one = service.member()
    await walkTo(service, one, service.enrol(), page)
    await visit(page, `/${page}`, { headers: { cookie: one.cookies } })
  }
  await walkTo(service, member, file, 'identite')
  await visit('captcha', '/captcha')
  const { status, headers, html } = await member.answer('identite', { nationalId: '?' })
  all.set('422', { status, headers: Object.fromEntries(headers), text: html })
  await visit('403 token', '/identite', { method: 'POST', headers: FORM, body: '_token=x' })
  await visit('403 origin', '/identite', { method: 'POST', headers: { ...FORM, origin: 'https://evil.example' } })
  await visit('404', '/nulle-part')
  await visit('404 asset', '/assets/nulle-part.js')
  await visit('404 deep', '/a/b/c/d')
  await visit('404 outside', '/../autre')
  await visit('405', '', { method: 'DELETE' })
  await visit('413', '', { method: 'POST', headers: FORM, body: `a=${'x'.repeat(17_000)}` })
  await visit('415', '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  await visit('400', '', { method: 'POST', headers: FORM, body: 'a=1&a=2' })
  await visit('400 path', '/%E0%A4%A')
  await visit('421', '', { headers: { host: 'evil.example' } })
  return all
}

describe('every page, redirect and error (W-4)', () => {
  test('is among those looked at, with the status it should have', () => {
    const statuses = [...answers].map(([name, { status }]) => `${name}: ${status}`)
    for (const [name, { status }] of answers) {
      const expected = /^\d{3}/.exec(name)?.[0]
      if (expected) assert.equal(String(status), expected, name)
    }
    assert.ok(new Set([...answers.values()].map(({ status }) => status)).size >= 10, statuses.join(', '))
  })

  test('has the same strict headers, and no other policy (W-6, W-7, W-8)', () => {
    for (const [name, answer] of answers) hasStrictHeaders(answer, name)
  })

  test('has a nonce of 128 bits that no other answer has', () => {
    const nonces = [...answers.values()].map(({ headers }) => nonceOf(headers))
    for (const nonce of nonces) assert.equal(Buffer.from(nonce, 'base64').length, 16)
    assert.equal(new Set(nonces).size, answers.size)
  })

  test('says its character set', () => {
    for (const [name, { headers, text }] of answers)
      if (text) assert.match(String(headers['content-type']), /; charset=utf-8$/, name)
  })

  test('has no inline style or handler, no script but our own file or with its nonce, and names no other site (W-5)', () => {
    const own = [
      service.origin,
      ...Object.values(service.config.organisation.memberSpace),
      service.config.organisation.website,
    ]
    for (const [name, { headers, text }] of answers) {
      assert.doesNotMatch(text, /<[^>]+\s(style|on\w+)\s*=|<style|javascript:/i, name)
      for (const [script] of text.matchAll(/<script[^>]*>/g))
        assert.ok(OWN_SCRIPT.test(script) || script.includes(`nonce="${nonceOf(headers)}"`), script)
      for (const [, url = ''] of text.matchAll(
        /<(?:script|link|img|iframe|form|source|video)\b[^>]*?(?:src|href|action)="([^"]*)"/g,
      ))
        assert.match(url, /^\/mon_compte/, `${name}: ${url}`)
      for (const [, url = ''] of text.matchAll(/\bhref="(https?:[^"]*)"/g))
        assert.ok(own.includes(url) || url === service.config.organisation.video, `${name}: ${url}`)
    }
  })
})

test('built files may be kept for good, and have the other headers (W-8)', async () => {
  const [, asset] = /src="\/mon_compte(\/assets\/[^"]+)"/.exec(answers.get('start')!.text)!
  const { headers, status } = await send(service.origin, { path: asset! })
  assert.equal(status, 200)
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
})

test('over https, browsers are bound to https for two years, or as HSTS says (W-6)', async () => {
  const redis = await startRedis()
  const sent = async (own: Record<string, string>) => {
    const environment = { PUBLIC_URL: PUBLIC, ...own }
    const secure = await startService({ redisUrl: redis.url, environment })
    const { headers } = await send(secure.origin, { headers: { host: new URL(PUBLIC).host } })
    await secure.stop()
    return headers['strict-transport-security']
  }
  assert.equal(await sent({}), 'max-age=63072000; includeSubDomains')
  assert.equal(await sent({ HSTS: 'max-age=300' }), 'max-age=300')
  assert.equal(await sent({ HSTS: 'off' }), undefined)
  await redis.stop()
})

/** Which `'self'` lets in; without a nonce, a page has none that could be taken from it. */
const OWN_SCRIPT = /^<script type="module" src="\/mon_compte\/assets\/app\.[A-Z0-9]{8}\.js">$/

function nonceOf(headers: Answer['headers']): string {
  return /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))![1]!
}
