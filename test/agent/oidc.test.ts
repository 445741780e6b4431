import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'
import type { Page } from '../support/member.ts'
import { AMINA, oidcEnvironment, oidcProvider } from '../support/oidc-provider.ts'

let provider: Awaited<ReturnType<typeof oidcProvider>>
let site: ConsoleService
before(async () => {
  provider = await oidcProvider()
  site = await startConsoleService({ environment: oidcEnvironment(provider.issuer) })
})
after(async () => {
  await site.stop()
  await provider.stop()
})

const browser = () => new AgentBrowser(site.origin, '', '')
const pathOf = (url: URL) => `${url.pathname.slice(1)}${url.search}`

/** Presses the button; returns where the console sends the browser. */
async function leave(agent: AgentBrowser): Promise<string> {
  const { status, headers } = await agent.get('connexion/fournisseur')
  assert.equal(status, 303)
  return headers.get('location')!
}

/** Signs in, though somebody may `change` the address on the way there or back. */
async function signIn(
  agent: AgentBrowser,
  change: { there?: (url: URL) => void; back?: (url: URL) => void } = {},
): Promise<Page> {
  const there = new URL(await leave(agent))
  change.there?.(there)
  const back = await provider.visit(there.href)
  change.back?.(back)
  return agent.get(pathOf(back))
}

async function isRefused(agent: AgentBrowser, { status, html }: Page, sentence: RegExp, expected = 403): Promise<void> {
  assert.equal(status, expected)
  assert.match(html, sentence)
  assert.equal((await agent.get('')).path, 'connexion')
}

describe('an agent of an identity provider', () => {
  test('that is down when the console starts is told so, and signs in once it is back (AG-4)', async () => {
    const agent = browser()
    assert.equal((await agent.get('connexion')).status, 200)
    const { status, html } = await agent.get('connexion/fournisseur')
    assert.equal(status, 503)
    assert.match(html, /ne répond pas/)
    await provider.start(site.origin)
    provider.person = AMINA
    assert.deepEqual(await signIn(agent).then(({ status, path }) => [status, path]), [303, ''])
  })

  describe('that is up', () => {
    before(() => provider.start(site.origin))
    beforeEach(() => Object.assign(provider, { person: AMINA, forge: undefined, strange: false }))
    afterEach(() => Object.assign(provider, { answersTokensWith: undefined }))

    test('signs in with a role and a second factor, by a code with PKCE (AG-4)', async () => {
      const agent = browser()
      const there = new URL(await leave(agent))
      const { response_type, code_challenge_method, acr_values } = Object.fromEntries(there.searchParams)
      assert.deepEqual([response_type, code_challenge_method, acr_values], ['code', 'S256', 'loa2'])
      for (const name of ['state', 'nonce', 'code_challenge'])
        assert.ok(there.searchParams.get(name)!.length > 20, name)
      await agent.get(pathOf(await provider.visit(there.href)))
      const page = await agent.get('')
      assert.equal(page.status, 200)
      assert.match(page.html, />amina</)
    })

    test('who has signed in is let through the sign-in page, and nobody is sent away from it unasked', async () => {
      const agent = browser()
      const { status, html } = await agent.get('connexion')
      assert.equal(status, 200)
      assert.match(html, /href="\/connexion\/fournisseur"/)
      for (const site of ['cross-site', 'same-site'])
        assert.equal((await agent.get('connexion/fournisseur', { 'sec-fetch-site': site })).path, 'connexion', site)
      await signIn(agent)
      assert.deepEqual([(await agent.get('connexion')).status, (await agent.get('connexion')).path], [303, ''])
    })

    test('who signs out is sent to the end of the session there, and is signed out here (AG-4)', async () => {
      const agent = browser()
      provider.person = {
        ...AMINA,
        roles: [...AMINA.roles, ...Array.from({ length: 150 }, (_, n) => `a-role-of-many-${n}`)],
      }
      await signIn(agent)
      await agent.get('')
      const { status, headers, html } = await agent.post('deconnexion')
      assert.equal(status, 200)
      const there = new URL(/http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&'))
      assert.ok(there.href.length > 4096)
      assert.ok([...headers].join().length < 2048, 'nginx takes 4 kB of headers')
      assert.equal(there.origin + there.pathname, `${provider.issuer}/session/end`)
      assert.equal(there.searchParams.get('post_logout_redirect_uri'), `${site.origin}/connexion`)
      assert.equal((await fetch(there)).status, 200, 'the provider takes it')
      assert.equal((await agent.get('')).path, 'connexion')
    })

    test('who is called otherwise by the provider has one session, and no further tries at references (AG-1, AG-4)', async () => {
      const [first, second] = [browser(), browser()]
      await signIn(first)
      await first.get('')
      const miss = (agent: AgentBrowser, n: number) => agent.post('', { reference: `R-700000${n}`, ground: 'call' })
      for (let n = 0; n < 5; n++) assert.equal((await miss(first, n)).status, 422)
      provider.person = { ...AMINA, preferred_username: 'amina.2' }
      await signIn(second)
      assert.equal((await first.get('')).path, 'connexion')
      assert.equal((await second.get('')).status, 200)
      assert.equal((await miss(second, 5)).status, 429)
    })

    test('whose answer has another state is refused (AG-4)', async () => {
      const agent = browser()
      const asked = provider.requests.length
      const page = await signIn(agent, { back: url => url.searchParams.set('state', 'another') })
      await isRefused(agent, page, /n&#39;a pas abouti/)
      assert.ok(!provider.requests.slice(asked).includes('/token'), 'its code is not used')
    })

    test('whose ID token has another nonce is refused (AG-4)', async () => {
      const agent = browser()
      await isRefused(
        agent,
        await signIn(agent, { there: url => url.searchParams.set('nonce', 'another') }),
        /n&#39;a pas abouti/,
      )
    })

    test('whose code was asked for by another browser is refused (AG-4)', async () => {
      const agent = browser()
      const other = new URL(await leave(browser()))
      const challenge = other.searchParams.get('code_challenge')!
      const page = await signIn(agent, { there: url => url.searchParams.set('code_challenge', challenge) })
      await isRefused(agent, page, /n&#39;a pas abouti/)
    })

    test('whose code comes a second time is refused, even with the cookie of the first (AG-4)', async () => {
      const agent = browser()
      const back = pathOf(await provider.visit(await leave(agent)))
      const before = agent.cookies
      assert.equal((await agent.get(back)).path, '')
      const again = browser()
      assert.equal((await again.get(back)).path, 'connexion')
      again.cookies = before
      await isRefused(again, await again.get(back), /n&#39;a pas abouti/)
    })

    for (const [what, forge] of [
      ['has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
      ['is for another audience', { aud: 'another-client' }],
      ['is from another issuer', { iss: 'https://another.example' }],
    ] as const)
      test(`whose ID token ${what} is refused (AG-4)`, async () => {
        provider.forge = claims => ({ ...claims, ...forge })
        const agent = browser()
        await isRefused(agent, await signIn(agent), /n&#39;a pas abouti/)
      })

    test('whose ID token is signed by a key that the provider does not have is refused (AG-4)', async () => {
      provider.strange = true
      const agent = browser()
      await isRefused(agent, await signIn(agent), /n&#39;a pas abouti/)
    })

    test('without a role is refused (AG-4)', async () => {
      for (const roles of [[], ['accounting'], 'call-centre-2']) {
        provider.person = { ...AMINA, roles }
        const agent = browser()
        await isRefused(agent, await signIn(agent), /pas accès à cette console/)
      }
    })

    test('may have the role alone or as one of several', async () => {
      for (const roles of ['call-centre', ['accounting', 'call-centre'], ['call-centre', 'call-centre-lead']]) {
        provider.person = { ...AMINA, roles }
        assert.equal((await signIn(browser())).path, '')
      }
    })

    test('whose ID token does not show the second factor is refused (AG-4)', async () => {
      for (const claims of [{ acr: 'loa1' }, { acr: undefined }, { acr: ['loa2'] }, { acr: 'loa1', amr: ['loa2'] }]) {
        provider.forge = token => ({ ...token, ...claims }) as typeof token
        const agent = browser()
        await isRefused(agent, await signIn(agent), /second facteur/)
      }
    })

    test('who says no there is refused here', async () => {
      const agent = browser()
      const there = new URL(await leave(agent))
      const state = there.searchParams.get('state')
      const page = await agent.get(`connexion/retour?error=access_denied&state=${state}&iss=${provider.issuer}`)
      await isRefused(agent, page, /n&#39;a pas abouti/)
    })

    test('signs in at once after the provider has changed its keys (AG-4)', async () => {
      assert.equal((await signIn(browser())).path, '')
      await provider.rotate()
      assert.equal((await signIn(browser())).path, '')
    })

    test('is told that the provider is down if it fails in the middle (AG-4)', async () => {
      for (const fault of [() => Object.assign(provider, { answersTokensWith: 502 }), provider.stop]) {
        const agent = browser()
        const back = pathOf(await provider.visit(await leave(agent)))
        await fault()
        await isRefused(agent, await agent.get(back), /ne répond pas/, 503)
      }
      await provider.start()
    })

    test('who signs out while the provider is down is signed out here', async () => {
      const agent = browser()
      await signIn(agent)
      await agent.get('')
      await provider.stop()
      assert.ok((await agent.post('deconnexion')).status < 400)
      assert.equal((await agent.get('')).path, 'connexion')
      await provider.start()
    })
  })
})
