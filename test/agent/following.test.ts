import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { createFollowing } from '../../src/agent/follow/following.ts'
import { startConsole } from '../../src/agent/server.ts'
import { type ConsoleConfig, loadConsoleConfig } from '../../src/config/index.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { opened, showing } from '../adapters/contract/live-pages.ts'
import { openStream } from '../support/agent-stream.ts'
import { bare } from '../support/bare.ts'
import { type CallCentre, startCallCentre } from '../support/call-centre.ts'
import type { AgentBrowser } from '../support/console.ts'
import { freePort } from '../support/free-port.ts'
import { leadsTo, memberOn } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { memoryStores } from '../support/stores.ts'
import { until } from '../support/until.ts'

let centre: CallCentre
let hired = 0
before(async () => {
  centre = await startCallCentre({ console: { limits: { assistance: { signIn: { perNetwork: [[200, 900]] } } } } })
})
after(() => centre.stop())

async function signedIn(): Promise<AgentBrowser> {
  hired += 1
  const agent = await centre.site.hire(`agent-${hired}`)
  leadsTo('', await agent.signIn())
  await agent.get('')
  return agent
}

async function caller(): Promise<{ member: Member; reference: string }> {
  const { member } = await memberOn(centre.service, 'identite')
  const { html } = await member.get('identite')
  return { member, reference: /R-\d{3} \d{4}/.exec(html)![0] }
}

async function openCaller() {
  const one = await caller()
  await openPage(one.member)
  return one
}

const openPage = (member: Member) => member.post('accompagnement', { open: 'yes' })
const closePage = (member: Member) => member.post('accompagnement', { open: 'no' })
const lookUp = (agent: AgentBrowser, reference: string) => agent.post('', { reference, ground: 'call' })
const streamOf = (agent: AgentBrowser) => openStream(`${centre.site.origin}/suivi/flux`, agent.cookies)

async function follows(agent: AgentBrowser, reference: string) {
  leadsTo('suivi', await lookUp(agent, reference))
  return agent.get('suivi')
}

async function begunStream(agent: AgentBrowser) {
  const stream = await streamOf(agent)
  await until('it has begun', () => stream.names().includes('beat'))
  return stream
}

/** A caller whose page is open, an agent who follows it, and the stream of the page, which has begun. */
async function followed() {
  const { member, reference } = await openCaller()
  const agent = await signedIn()
  await follows(agent, reference)
  return { member, reference, agent, stream: await begunStream(agent) }
}

const limits = Limits.parse({})
const WATCH_MS = limits.assistance.watchSeconds * 1000

/** A page with a follower, who reads it by a clock that stands still. */
async function watched(t: TestContext) {
  const stores = memoryStores()
  const { page, ...caller } = await opened(stores, 'amina')
  const { followed, proofs: replays } = stores
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const pages = createFollowing({ followed, replays, config: { limits } as ConsoleConfig }, () => {})
  const following = { page, as: 'amina', reference: caller.reference, since: 0, tookOver: false }
  let stays = true
  return {
    ...caller,
    stores,
    page,
    read: pages.watch(
      following,
      () => {},
      async () => stays,
    ),
    async leave() {
      stays = false
      await followed.leave(page, 'amina')
    },
  }
}

describe('an agent who looks a reference up', () => {
  test('follows the page that the caller has opened, without its number in any address (AG-1)', async () => {
    const { reference } = await openCaller()
    const agent = await signedIn()
    const { status, html } = await follows(agent, reference)
    assert.equal(status, 200)
    assert.match(html, /Votre identité/)
    assert.match(html, /الإدلاء بالهوية/)
    assert.ok(html.includes(reference))
  })

  test('reads one answer for a reference that is wrong, unopened, ended or of an erased session (AG-1)', async () => {
    const agent = await signedIn()
    const [unopened, ended, erased] = [await caller(), await openCaller(), await openCaller()]
    await closePage(ended.member)
    await erased.member.get('identite')
    await erased.member.post('quitter')
    const answers = []
    for (const { reference } of [{ reference: 'R-482 1379' }, unopened, ended, erased]) {
      const { status, html } = await lookUp(agent, reference)
      assert.equal(status, 422)
      answers.push(bare(html).replaceAll(reference, ''))
    }
    assert.equal(new Set(answers).size, 1)
    assert.match(answers[0]!, /Aucune page n&#39;est ouverte sous cette référence/)
    leadsTo('', await agent.get('suivi'))
  })

  test('has what is no reference told apart, and not counted', async () => {
    const agent = await signedIn()
    for (let n = 0; n < 7; n += 1) {
      const { status, html } = await lookUp(agent, '482 137')
      assert.equal(status, 422)
      assert.match(html, /sept chiffres/)
    }
    assert.match((await lookUp(agent, '')).html, /Saisissez la référence/)
    const { reference } = await openCaller()
    leadsTo('suivi', await lookUp(agent, reference))
  })

  test('has five of 200 references judged that are sent at once (AG-1)', async () => {
    const agent = await signedIn()
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => lookUp(agent, `R-${5_000_000 + n}`)))
    const statuses = answers.map(({ status }) => status)
    assert.equal(statuses.filter(status => status === 422).length, 5)
    assert.equal(statuses.filter(status => status === 429).length, 195)
    const { html, headers } = answers.find(({ status }) => status === 429)!
    assert.match(html, /Trop de références refusées/)
    assert.ok(Number(headers.get('retry-after')) > 0)
  })

  test('waits after five wrong ones even with a right one, and no other agent waits with them (AG-1)', async () => {
    const [agent, other] = [await signedIn(), await signedIn()]
    for (let n = 0; n < 5; n += 1) assert.equal((await lookUp(agent, `R-${6_000_000 + n}`)).status, 422)
    const { reference } = await openCaller()
    assert.equal((await lookUp(agent, reference)).status, 429)
    leadsTo('suivi', await lookUp(other, reference))
  })

  test('has no look-up that found a page counted among the wrong ones', async () => {
    const agent = await signedIn()
    const { reference } = await openCaller()
    for (let n = 0; n < 7; n += 1) leadsTo('suivi', await lookUp(agent, reference))
  })

  test('must send a form of ours (AG-6)', async () => {
    const agent = await signedIn()
    const { reference } = await openCaller()
    assert.equal((await agent.post('', { reference, ground: 'curiosity' })).status, 400)
    leadsTo('', await agent.get('suivi'))
  })
})

describe('a followed page', () => {
  test('is told by the stream as it changes, and the member reads that they are followed', async () => {
    const { member, stream } = await followed()
    assert.match((await member.get('identite')).html, /Un agent suit votre page/)
    await member.get('conditions-generales')
    await until('the change is there', () => stream.data('now').some(html => html.includes('Conditions générales')))
    assert.match(stream.data('events').at(-1)!, /Conditions générales/)
    stream.stop()
  })

  test('shows nothing more from the moment the caller ends it (AG-1)', async () => {
    const { member, reference, agent, stream } = await followed()
    await member.get('identite')
    await closePage(member)
    await stream.ended
    assert.match(stream.data('over').at(-1)!, /ne souhaite plus être suivi/)
    await member.get('conditions-generales')
    const { html } = await agent.get('suivi')
    assert.match(html, /ne souhaite plus être suivi/)
    assert.doesNotMatch(html, /Votre identité|Conditions générales|data-follow/)
    assert.equal((await lookUp(agent, reference)).status, 422)
  })

  test('ends with the session of the caller', async () => {
    const { member, stream } = await followed()
    await member.get('identite')
    await member.post('quitter')
    await stream.ended
    assert.match(stream.data('over').at(-1)!, /terminée, ou il l&#39;a effacée/)
  })

  test('has one follower: a second takes over, and both are told (AG-1)', async () => {
    const { reference } = await openCaller()
    const [first, second] = [await signedIn(), await signedIn()]
    await follows(first, reference)
    const stream = await begunStream(first)
    assert.match((await follows(second, reference)).html, /pris le relais d&#39;un autre agent/)
    await stream.ended
    assert.match(stream.data('over').at(-1)!, /Un autre agent a pris le relais/)
    assert.match((await first.get('suivi')).html, /Un autre agent a pris le relais/)
    assert.doesNotMatch((await first.get('suivi')).html, /Votre identité/)
  })

  test('is seen by an earlier follower only after another look-up, once it was closed or has had another one (AG-1)', async () => {
    const { member, reference } = await openCaller()
    const [first, second] = [await signedIn(), await signedIn()]
    const sees = async () => /Votre identité/.test((await first.get('suivi')).html)
    await follows(first, reference)
    await member.get('identite')
    await closePage(member)
    await member.get('identite')
    await openPage(member)
    assert.ok(!(await sees()), 'closed and opened again')
    assert.doesNotMatch((await member.get('identite')).html, /Un agent suit votre page/)
    await first.get('')
    await follows(first, reference)
    assert.ok(await sees())
    await follows(second, reference)
    await second.post('suivi/fin')
    assert.ok(!(await sees()), 'followed by another agent in between')
  })

  test('is followed on if its follower looks it up again (AG-6)', async () => {
    const { member, reference, agent, stream } = await followed()
    await agent.get('')
    leadsTo('suivi', await lookUp(agent, reference))
    stream.stop()
    assert.match((await member.get('identite')).html, /Un agent suit votre page/)
  })

  test('is kept followed by no reading of an agent who has left it since (AG-6)', async t => {
    const { stores, page, read, leave } = await watched(t)
    await read()
    t.mock.timers.tick(WATCH_MS / 2)
    await leave()
    assert.equal(await read(), 'left')
    const reading = await stores.followed.read(page)
    assert.ok(reading.kind === 'open' && !reading.follower)
  })

  test('is seen by no stream that has slept while it was closed and opened again (AG-1)', async t => {
    const { stores, flow, reference, read } = await watched(t)
    await read()
    t.mock.timers.tick(WATCH_MS)
    await stores.shared.close(flow, 'member')
    await stores.shared.open(flow, reference, showing('email'))
    assert.equal(await read(), 'lapsed')
  })

  test('is followed no more once the agent ends it', async () => {
    const { member, agent, stream } = await followed()
    leadsTo('suivi/bilan', await agent.post('suivi/fin'))
    await stream.ended
    leadsTo('', await agent.get('suivi'))
    assert.equal((await streamOf(agent)).status, 204)
    assert.doesNotMatch((await member.get('identite')).html, /Un agent suit votre page/)
  })

  test('ends its stream at once if the agent signs out (AG-4)', async () => {
    const { member, agent, stream } = await followed()
    const { cookies } = agent
    await agent.post('deconnexion')
    await stream.ended
    assert.equal(stream.names().at(-1), 'left', 'not only when it is next asked who is signed in')
    await member.get('conditions-generales')
    assert.ok(!stream.text().includes('Conditions générales'))
    assert.equal((await openStream(`${centre.site.origin}/suivi/flux`, cookies)).status, 303)
  })

  test('is followed no more if the agent ends it at another instance of the console', async () => {
    const { member, agent, stream } = await followed()
    const [port, adminPort] = [await freePort(), await freePort()]
    const origin = `http://localhost:${port}`
    const own = { AGENT_PORT: `${port}`, ADMIN_PORT: `${adminPort}`, AGENT_PUBLIC_URL: origin }
    const another = await startConsole(loadConsoleConfig({ ...centre.site.environment, ...own }))
    const there = agent.elsewhere(origin)
    there.cookies = agent.cookies
    await there.get('suivi')
    leadsTo('suivi/bilan', await there.post('suivi/fin'))
    await stream.ended
    assert.match(stream.data('over').at(-1)!, /Vous ne suivez personne/)
    assert.doesNotMatch((await member.get('identite')).html, /Un agent suit votre page/)
    await another.stop()
  })

  test('has two streams for an agent, whatever is asked for', async () => {
    const { reference } = await openCaller()
    const agent = await signedIn()
    await follows(agent, reference)
    const asked = await Promise.all(Array.from({ length: 40 }, () => streamOf(agent)))
    assert.equal(asked.filter(({ status }) => status === 200).length, 2)
    assert.equal(asked.filter(({ status }) => status === 503).length, 38)
    for (const stream of asked) stream.stop()
    await until('there is room again', async () => {
      const again = await streamOf(agent)
      again.stop()
      return again.status === 200
    })
  })

  test('shows nothing of a record that no page of ours has written (AG-2)', async () => {
    const { reference } = await openCaller()
    const agent = await signedIn()
    await follows(agent, reference)
    const client = await centre.redis.client()
    for (const key of await client.keys('{f:*}:view')) await client.hset(key, 'v', 'forged')
    const { html } = await agent.get('suivi')
    assert.doesNotMatch(html, /Votre identité|data-follow/)
  })

  test('may be shown in no frame, but for its preview in one of the console itself', async () => {
    const { reference } = await openCaller()
    const agent = await signedIn()
    const page = await follows(agent, reference)
    assert.match(
      page.headers.get('content-security-policy')!,
      /frame-src 'self'.*frame-ancestors 'none'|frame-ancestors 'none'.*frame-src 'self'/,
    )
    const [, address] = /<iframe[^>]* src="\/([^"]+)"[^>]* sandbox="allow-same-origin"/.exec(page.html)!
    const preview = await agent.get(address!.replaceAll('&amp;', '&'))
    assert.equal(preview.status, 200)
    assert.equal(preview.headers.get('x-frame-options'), 'SAMEORIGIN')
    assert.equal(
      preview.headers.get('content-security-policy'),
      "default-src 'none';style-src 'self';img-src 'self';font-src 'self';frame-ancestors 'self';form-action 'none';base-uri 'none';sandbox allow-same-origin",
    )
    assert.ok(!preview.html.includes(reference))
    assert.equal((await agent.get('apercu/identite')).status, 404)
    assert.equal((await agent.get('apercu/identity?mode=fr&erreur=774727')).status, 404)
  })
})
