import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { startConsole } from '../../src/agent/server.ts'
import { loadConsoleConfig } from '../../src/config/index.ts'
import { AGENT_PASSWORD, consoleSurroundings, startConsoleService } from '../support/console.ts'
import { FORM, send } from '../support/raw.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

const key = () => randomBytes(32).toString('base64')

describe('behind https', () => {
  test('every cookie of the console is for its host alone, secure and out of reach of scripts (AG-4, S-1)', async () => {
    const site = await startConsoleService({
      environment: { AGENT_PUBLIC_URL: 'https://agents.localhost', TRUST_PROXY: '1' },
    })
    const agent = await site.hire('amina')
    const own = { host: 'agents.localhost', origin: 'https://agents.localhost' }
    const page = await send(site.origin, { base: '', path: '/connexion?lang=fr', headers: own })
    const token = /_token" value="([^"]+)"/.exec(page.text)![1]!
    const [start] = [page.headers['set-cookie'] ?? []].flat().filter(line => line.includes('agent-start'))
    const body = new URLSearchParams({
      _token: token,
      name: 'amina',
      password: AGENT_PASSWORD,
      code: agent.code(),
    }).toString()
    const headers = { ...FORM, ...own, cookie: start!.split(';')[0]! }
    const signedIn = await send(site.origin, { base: '', path: '/connexion', method: 'POST', body, headers })
    assert.equal(signedIn.status, 303)
    const given = [page, signedIn].flatMap(answer => [answer.headers['set-cookie'] ?? []].flat())
    assert.deepEqual([...new Set(given.map(line => line.split('=')[0]))].toSorted(), [
      '__Host-agent',
      '__Host-agent-browser',
      '__Host-agent-start',
      'agent-lang',
    ])
    for (const line of given) {
      for (const attribute of ['Secure', 'HttpOnly', 'Path=/'])
        assert.match(line, new RegExp(`; ${attribute}(;|$)`), line)
      assert.match(line, /; SameSite=(Lax|Strict)/)
      assert.doesNotMatch(line, /; Domain=/)
    }
    assert.match(String(page.headers['strict-transport-security']), /max-age=63072000/)
    await site.stop()
  })
})

describe('a session, when another one begins,', () => {
  let redis: TestRedis
  before(async () => {
    redis = await startRedis()
  })
  after(() => redis.stop())

  test('goes on under an older key, and ends by a second sign-in under a newer one (X-1, AG-4)', async () => {
    const [older, newer] = [key(), key()]
    const around = await consoleSurroundings({ redisUrl: redis.url, environment: { AGENT_SESSION_KEYS: older } })
    const agent = await around.hire('amina')
    const before = await startConsole(loadConsoleConfig(around.environment))
    await agent.signIn()
    await before.stop()

    const now = await startConsole(
      loadConsoleConfig({ ...around.environment, AGENT_SESSION_KEYS: `${newer},${older}` }),
    )
    assert.equal((await agent.get('')).status, 200)
    const second = agent.elsewhere(around.origin)
    assert.equal((await second.signIn({ code: second.code(1) })).status, 303)
    assert.equal((await second.get('')).status, 200)
    assert.equal((await agent.get('')).status, 303)
    await now.stop()
    around.remove()
  })

  test('ends if another account signs in on the same browser (AG-4)', async () => {
    const site = await startConsoleService({ redisUrl: redis.url })
    const [first, second] = [await site.hire('amina'), await site.hire('brahim')]
    await first.get('connexion')
    const typed = { name: 'amina', password: AGENT_PASSWORD, code: first.code() }
    const start = first.cookies
    await first.post('connexion', typed)
    const session = first.cookies
    // The page had stood open in a second window.
    first.cookies = `${start}; ${session}`
    assert.equal((await first.post('connexion', { ...typed, name: 'brahim', code: second.code() })).status, 303)
    assert.match((await first.get('')).html, /brahim/)
    first.cookies = session
    assert.equal((await first.get('')).status, 303)
    await site.stop()
  })
})
