import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { AGENT_PASSWORD, type AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

const FAILED = 'Nom, mot de passe ou code incorrect.'
/** What differs from one page to the next without telling anything. */
const bare = (html: string) =>
  html.replace(/(_token" value|nonce|name="name"[^>]* value)="[^"]*"/g, '$1').replace(/<bdi[^>]*>[\w-]+<\/bdi>/g, '')

let redis: TestRedis
let site: ConsoleService
before(async () => {
  redis = await startRedis()
  const signIn = { perName: [[5, 900]], perNetwork: [[200, 900]] }
  site = await startConsoleService({ redisUrl: redis.url, limits: { assistance: { signIn } } })
})
after(async () => {
  await site.stop()
  await redis.stop()
})

const home = async (agent: AgentBrowser) => (await agent.get('')).status

describe('an agent', () => {
  test('who signs in with name, password and code reaches the console (AG-4)', async () => {
    const agent = await site.hire('amina')
    assert.deepEqual([(await agent.get('')).status, (await agent.get('')).path], [303, 'connexion'])
    const signedIn = await agent.signIn({ name: ' Amina ' })
    assert.deepEqual([signedIn.status, signedIn.path], [303, ''])
    const page = await agent.get('')
    assert.equal(page.status, 200)
    assert.match(page.html, /amina/)
    assert.deepEqual([(await agent.get('connexion')).status, (await agent.get('connexion')).path], [303, ''])
  })

  test('may type the code in Arabic digits and with a space', async () => {
    const agent = await site.hire('brahim')
    const arabic = agent.code().replace(/\d/g, digit => String.fromCharCode(0x660 + Number(digit)))
    assert.equal((await agent.signIn({ code: `${arabic.slice(0, 3)} ${arabic.slice(3)}` })).status, 303)
  })

  test('is told which field is empty, and nothing is counted', async () => {
    const agent = await site.hire('empty')
    for (let attempt = 0; attempt < 8; attempt++) {
      const { status, html } = await agent.signIn({ password: '', code: '12' })
      assert.equal(status, 422)
      assert.match(html, /Écrivez votre mot de passe\./)
      assert.match(html, /Écrivez les 6 chiffres du code\./)
      assert.doesNotMatch(html, /value="12"/)
    }
    assert.equal((await agent.signIn()).status, 303)
  })

  test('who signs out needs to sign in again, and the session is gone from the store (AG-4)', async () => {
    const agent = await site.hire('leila')
    await agent.signIn()
    await agent.get('')
    const before = agent.cookies
    const left = await agent.post('deconnexion')
    assert.deepEqual([left.status, left.headers.get('location')], [303, '/connexion?fin=sortie'])
    assert.match((await agent.get('connexion?fin=sortie')).html, /Vous êtes déconnecté\./)
    agent.cookies = before
    assert.equal(await home(agent), 303)
  })
})

describe('a sign-in that fails', () => {
  test('says the same, whatever is wrong (AG-4)', async () => {
    const [right, disabled, spent] = [
      await site.hire('right'),
      await site.hire('off', { disabled: true }),
      await site.hire('spent'),
    ]
    const used = spent.code()
    await spent.signIn({ code: used })
    const browser = await site.hire('elsewhere')
    const of = (name: string, code: string, password = AGENT_PASSWORD) => browser.signIn({ name, code, password })
    const pages = [
      await of('nobody', '123456'),
      await of('right', right.code(), 'another password'),
      await of('right', right.code(5)),
      await of('off', disabled.code()),
      await of('spent', used),
      await of("' or 1=1", '123456'),
    ]
    for (const { status, html } of pages) {
      assert.equal(status, 422)
      assert.ok(html.includes(FAILED))
      assert.equal(bare(html), bare(pages[0]!.html))
      assert.doesNotMatch(html, new RegExp(AGENT_PASSWORD))
    }
  })

  test('does not spend the code of the agent (AG-4)', async () => {
    const agent = await site.hire('nadia')
    assert.equal((await agent.signIn({ password: 'a stranger’s guess' })).status, 422)
    assert.equal((await agent.signIn()).status, 303)
  })

  test('is one in five of a name in a quarter of an hour, also for a name that nobody has (AG-4)', async () => {
    const agent = await site.hire('yassin')
    for (const name of ['yassin', 'no-such-name']) {
      for (let attempt = 0; attempt < 5; attempt++)
        assert.equal((await agent.signIn({ name, password: 'x' })).status, 422)
      const limited = await agent.signIn({ name })
      assert.equal(limited.status, 429)
      assert.ok(Number(limited.headers.get('retry-after')) > 600)
      assert.match(limited.html, /Réessayez à partir de .*\d\d?.h.\d\d.*, dans .*minutes/)
    }
  })

  test('of strangers closes a name to them: it goes on where the account has signed in before, for five failures (AG-4)', async () => {
    const agent = await site.hire('zineb')
    await agent.signIn()
    await agent.get('')
    await agent.post('deconnexion')
    const stranger = agent.elsewhere(site.origin)
    for (let attempt = 0; attempt < 6; attempt++) await stranger.signIn({ password: 'x' })
    assert.equal((await stranger.signIn({ code: agent.code(1) })).status, 429)
    for (let attempt = 0; attempt < 4; attempt++) assert.equal((await agent.signIn({ password: 'x' })).status, 422)
    assert.equal((await agent.signIn({ code: agent.code(1) })).status, 303)
    await agent.get('')
    await agent.post('deconnexion')
    assert.equal((await agent.signIn({ password: 'x' })).status, 422)
    assert.equal((await agent.signIn({ password: 'x' })).status, 429)
    assert.equal(
      (await agent.signIn({ name: 'amina', password: 'x' })).status,
      422,
      'another name counts as a stranger’s',
    )
  })

  test('is judged five times of 30 sent at once (AG-4)', async () => {
    const agent = await site.hire('rachid')
    await agent.get('connexion')
    const fields = { name: 'rachid', password: 'x', code: '123456' }
    const answers = await Promise.all(Array.from({ length: 30 }, () => agent.post('connexion', fields)))
    const judged = answers.filter(({ status }) => status === 422).length
    assert.ok(judged <= 5 && judged > 0, `${judged} judged`)
    assert.ok(answers.every(({ status }) => status === 422 || status === 429 || status === 503))
  })

  test('is refused without the token of its page, from another site, and sent back if the page is too old (W-1, W-2)', async () => {
    const agent = await site.hire('form')
    await agent.get('connexion')
    const fields = { name: 'form', password: AGENT_PASSWORD, code: agent.code() }
    assert.equal((await agent.post('connexion', { ...fields, _token: 'x' })).status, 403)
    assert.equal((await agent.post('connexion', fields, { 'sec-fetch-site': 'cross-site' })).status, 403)
    agent.cookies = ''
    assert.equal((await agent.post('connexion', fields)).status, 303)
    assert.equal(await home(agent), 303)
  })
})

describe('a code', () => {
  test('signs in once, also if it is sent twice at the same moment (AG-4)', async () => {
    const agent = await site.hire('once')
    await agent.get('connexion')
    const fields = { name: 'once', password: AGENT_PASSWORD, code: agent.code() }
    const statuses = (await Promise.all([1, 2, 3].map(() => agent.post('connexion', fields)))).map(
      ({ status }) => status,
    )
    assert.deepEqual(statuses.toSorted(), [303, 422, 422])
    assert.equal((await agent.elsewhere(site.origin).signIn({ code: fields.code })).status, 422)
  })
})

describe('an account', () => {
  test('has one session: a second sign-in ends the first (AG-4)', async () => {
    const first = await site.hire('twice')
    await first.signIn()
    assert.equal(await home(first), 200)
    const second = first.elsewhere(site.origin)
    await second.signIn({ code: second.code(1) })
    assert.equal(await home(second), 200)
    const ended = await first.get('')
    assert.deepEqual([ended.status, ended.headers.get('location')], [303, '/connexion?fin=terminee'])
    assert.match((await first.get('connexion?fin=terminee')).html, /Votre session est terminée/)
    assert.doesNotMatch(first.cookies, /(^|; )agent=/)
  })

  test('that is disabled or reset is signed out at once (AG-4)', async () => {
    for (const facts of [{ disabled: true }, { changedAt: Date.now() + 60_000 }]) {
      const agent = await site.hire(`gone-${Object.keys(facts)[0]!.toLowerCase()}`)
      await agent.signIn()
      assert.equal(await home(agent), 200)
      await site.change(account => (account.name === agent.account ? { ...account, ...facts } : account))
      assert.equal(await home(agent), 303)
    }
  })

  test('lets nobody in while others may read the file (AG-4)', async () => {
    const agent = await site.hire('open-file')
    chmodSync(site.accountsFile, 0o644)
    assert.equal((await agent.signIn()).status, 503)
    chmodSync(site.accountsFile, 0o600)
    assert.equal((await agent.signIn()).status, 303)
  })
})

describe('the console', () => {
  test('holds a session sealed, under one key of the account, for as long as an agent may be idle (AG-4)', async () => {
    const client = await redis.client()
    const known = new Set(await client.keys('a:*'))
    const agent = await site.hire('sealed')
    await agent.signIn()
    const [key = '', ...others] = (await client.keys('a:*')).filter(name => !known.has(name))
    assert.deepEqual(others, [])
    assert.deepEqual(Object.keys(await client.hgetall(key)).toSorted(), ['b', 'i'])
    assert.doesNotMatch(JSON.stringify(await client.hgetall(key)), /sealed"|agent/)
    assert.ok((await client.ttl(key)) > 880 && (await client.ttl(key)) <= 900)
    for (const name of await client.keys('*')) assert.ok((await client.ttl(name)) > 0, name)
  })

  test('answers 503 while the store is down, and lets agents in again afterwards (AG-4)', async () => {
    const agent = await site.hire('patient')
    await redis.kill()
    const down = await agent.signIn()
    assert.equal(down.status, 503)
    assert.match(down.html, /Console indisponible/)
    await redis.restart()
    for (let attempt = 0; attempt < 100 && (await site.probe('/readyz')).status !== 200; attempt++)
      await new Promise(resolve => setTimeout(resolve, 100))
    assert.equal((await agent.signIn()).status, 303)
  })
})
