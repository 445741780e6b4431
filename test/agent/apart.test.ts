import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { AGENT_ROUTES } from '../../src/agent/route-name.ts'
import { activation } from '../../src/journey.ts'
import { type AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'
import { isDayKey } from '../support/dump.ts'
import { memberOn } from '../support/journey.ts'
import { type Answer, FORM, send } from '../support/raw.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type Service, startService } from '../support/service.ts'

const LIVE_VIEW_KEYS = randomBytes(32).toString('base64')

let redis: TestRedis
let client: RedisClient
let wizard: Service
let site: ConsoleService
let agent: AgentBrowser
before(async () => {
  redis = await startRedis()
  client = await redis.client()
  wizard = await startService({ redisUrl: redis.url, environment: { LIVE_VIEW_KEYS } })
  site = await startConsoleService({ redisUrl: redis.url, environment: { LIVE_VIEW_KEYS } })
  agent = await site.hire('amina')
  await agent.signIn()
})
after(async () => {
  await site.stop()
  await wizard.stop()
  await redis.stop()
})

/** What a visitor sees of an answer, without what differs each time. */
function seen({ status, headers, text }: Answer) {
  const cookies = [headers['set-cookie'] ?? []].flat().map(cookie => cookie.split('=')[0])
  const page = text
    .replace(/(nonce|value|data-left|data-puzzle)="[^"]*"/g, '$1')
    .replace(/<bdi[^>]*>[\w-]{13}<\/bdi>/g, '')
  return { status, location: headers['location'], cookies, page }
}

/** Everything in the store, but what probes leave. */
async function dump(): Promise<Record<string, unknown>> {
  const keys = (await client.keys('*')).filter(key => !key.startsWith('ready:') && !isDayKey(key)).toSorted()
  return Object.fromEntries(await Promise.all(keys.map(async key => [key, await client.dumpBuffer(key)])))
}

const value = (cookies: string, name: string) => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(cookies)![1]!

describe('the cookie of an agent', () => {
  const paths = [
    ...['', '/quitter', '/prolonger', '/accompagnement', '/captcha', '/webhooks/twilio'],
    ...activation.steps.flatMap(({ path }) => [`/${path}`, `/${path}/renvoyer`]),
  ]

  test('opens, sends, counts and writes nothing in the wizard, which answers every form as without a cookie (AG-3)', async () => {
    const own = value(agent.cookies, 'agent')
    const token = /_token" value="([^"]+)"/.exec((await agent.get('')).html)![1]!
    const { mails } = wizard.farEnds.smtp
    const before = await dump()
    for (const path of paths)
      for (const name of ['agent', '__Host-agent', 'sid', '__Host-sid', 'start']) {
        const body = new URLSearchParams({ _token: token, code: '123456', open: 'yes' }).toString()
        const form = { path, method: 'POST', body, headers: FORM }
        const without = await send(wizard.origin, form)
        const answer = await send(wizard.origin, { ...form, headers: { ...FORM, cookie: `${name}=${own}` } })
        assert.deepEqual(seen(answer), seen(without), `${path} ${name}`)
      }
    assert.deepEqual(await dump(), before)
    assert.equal(mails.all.length + wizard.farEnds.twilio.texts.all.length, 0)
  })
})

describe('the cookie of a member', () => {
  test('opens nothing in the console, which answers every route as without a cookie (AG-3)', async () => {
    const { member } = await memberOn(wizard, 'email')
    const sid = value(member.cookies, 'sid')
    const before = await dump()
    for (const route of AGENT_ROUTES)
      for (const method of ['GET', 'POST']) {
        const ask = (cookie?: string) => askConsole(route, method, cookie ? { cookie } : {})
        const without = await ask()
        assert.deepEqual(seen(await ask(`sid=${sid}`)), seen(without), `${method} ${route}`)
        const forged = await ask(`agent=${sid}`)
        assert.equal(forged.status, without.status, `${method} ${route} as an agent's`)
        if (route !== '/connexion') assert.match(String(forged.headers['location']), /^\/connexion/)
      }
    assert.deepEqual(await dump(), before)
  })
})

function askConsole(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  const body = method === 'POST' ? { body: '_token=x', headers: { ...FORM, ...headers } } : { headers }
  return send(site.origin, { path, method, base: '', ...body })
}

describe('the console', () => {
  test('is on its own host only (AG-4, W-9)', async () => {
    for (const host of ['www.cnops.org.ma', '127.0.0.1', new URL(wizard.origin).host])
      for (const path of ['/', '/connexion', '/assets/console.css']) {
        const { status, text } = await askConsole(path, 'GET', { host })
        assert.deepEqual([status, text.includes('La console n&#39;est pas')], [421, true], `${host} ${path}`)
      }
  })

  test('has the strict headers of the wizard, and frames only pages of its own (W-4, W-8)', async () => {
    const { headers } = await askConsole('/connexion')
    const policy = String(headers['content-security-policy'])
    for (const directive of [
      "default-src 'none'",
      "style-src 'self'",
      "frame-src 'self'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      assert.ok(policy.includes(directive), directive)
    assert.match(policy, /script-src 'self' 'nonce-[\w-]{20,}'/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['x-powered-by'], undefined)
    assert.equal(headers['x-content-type-options'], 'nosniff')
  })

  test('refuses methods, types and forms that no page of its own sends (W-3, W-13)', async () => {
    assert.equal((await askConsole('/', 'DELETE')).status, 405)
    const json = { 'content-type': 'application/json' }
    assert.equal(
      (await send(site.origin, { path: '/connexion', method: 'POST', base: '', body: '{}', headers: json })).status,
      415,
    )
    const large = { path: '/connexion', method: 'POST', base: '', headers: FORM, body: `name=${'x'.repeat(20_000)}` }
    assert.equal((await send(site.origin, large)).status, 413)
  })

  test('leads whoever is not signed in to the sign-in page, whatever they ask for (AG-4)', async () => {
    for (const path of ['/', '/suivi', '/nowhere', '/rester'])
      for (const method of ['GET', 'POST']) {
        const { status, headers } = await askConsole(path, method)
        assert.deepEqual([status, headers['location']], [303, '/connexion'], `${method} ${path}`)
      }
  })

  test('shows an agent who asks for nothing of its own a page that says so', async () => {
    const { status, html } = await agent.get('nowhere')
    assert.equal(status, 404)
    assert.match(html, /Page introuvable/)
  })

  test('answers addresses and cookies that nobody makes as it answers others', async () => {
    for (const fin of ['constructor', '__proto__', 'terminee&fin=sortie', '%00', '%E0%A4%A'])
      assert.equal((await askConsole(`/connexion?fin=${fin}&lang=toString`)).status, 200, fin)
    const forged = [
      'agent=s%3Ax.y',
      'agent=%E0%A4%A',
      'agent-start=x',
      'agent-browser=%00',
      `agent=${'x'.repeat(4000)}`,
    ]
    for (const cookie of [...forged, forged.slice(0, 4).join('; ')]) {
      assert.equal((await askConsole('/', 'GET', { cookie })).status, 303, cookie)
      assert.equal((await askConsole('/connexion', 'GET', { cookie })).status, 200, cookie)
      assert.equal((await askConsole('/connexion', 'POST', { cookie })).status, 303, cookie)
    }
    for (const path of ['//evil.example', '/%2e%2e/', '/assets/../package.json', '/assets/%2e%2e/package.json'])
      assert.ok([303, 404].includes((await askConsole(path)).status), path)
  })

  test('keeps the language of the agent apart from that of a member', async () => {
    const arabic = await askConsole('/connexion?lang=ar')
    assert.match(arabic.text, /<html lang="ar" dir="rtl"/)
    assert.match(String(arabic.headers['set-cookie']), /agent-lang=ar;.*HttpOnly/)
    for (const cookie of ['lang=ar', 'lang=both', 'agent-lang=both', 'agent-lang=xx'])
      assert.match((await askConsole('/connexion', 'GET', { cookie })).text, /<html lang="fr" dir="ltr"/, cookie)
  })

  test('is ready while its store is, and says nothing of members', async () => {
    assert.deepEqual([(await site.probe('/livez')).status, (await site.probe('/readyz')).status], [200, 200])
    assert.match(await (await site.probe('/metrics')).text(), /wizard_requests_total\{[^}]*route="\/connexion"/)
  })
})

describe('the networks of the console', () => {
  test('are a fence: from elsewhere everything is refused, and nothing is counted (AG-4)', async () => {
    const fenced = await startConsoleService({
      environment: { AGENT_NETWORKS: '10.20.0.0/16,fd00::/8', TRUST_PROXY: '1' },
    })
    const from = (ip: string, path = '/connexion', method = 'GET') =>
      send(fenced.origin, { path, method, base: '', headers: { 'x-forwarded-for': ip } })
    for (const ip of ['10.20.3.4', 'fd12::1', '::ffff:10.20.3.4']) assert.equal((await from(ip)).status, 200, ip)
    for (const ip of ['10.21.0.1', '192.0.2.1', 'fe80::1', 'unknown', '10.20.3.4, 192.0.2.1'])
      for (const path of ['/', '/connexion', '/assets/x.css'])
        assert.equal((await from(ip, path)).status, 403, `${ip} ${path}`)
    await fenced.stop()
  })

  test('are not the only control: inside them the sign-in is asked for (AG-4)', async () => {
    const fenced = await startConsoleService({ environment: { AGENT_NETWORKS: '127.0.0.0/8,::1/128' } })
    const { status, headers } = await send(fenced.origin, { base: '' })
    assert.deepEqual([status, headers['location']], [303, '/connexion'])
    await fenced.stop()
  })
})
