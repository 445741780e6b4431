import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { openStream } from '../support/agent-stream.ts'
import { type AgentBrowser, consoleSurroundings } from '../support/console.ts'
import { leadsTo, memberOn } from '../support/journey.ts'
import { launch } from '../support/launch.ts'
import type { Member } from '../support/member.ts'
import { type Line, type ServiceProcess, startProcess } from '../support/process.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

let redis: TestRedis
let wizard: ServiceProcess
let around: Awaited<ReturnType<typeof consoleSurroundings>>
let site: ReturnType<typeof launch>
const output: string[] = []
before(async () => {
  const environment = { LIVE_VIEW_KEYS: randomBytes(32).toString('base64'), LOG_LEVEL: 'info' }
  redis = await startRedis()
  wizard = await startProcess({ redisUrl: redis.url, environment })
  const limits = { assistance: { watchSeconds: 8 } }
  around = await consoleSurroundings({ redisUrl: redis.url, environment, limits })
  const env = { PATH: process.env['PATH'], ...around.environment }
  site = launch([process.execPath, 'src/agent/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [site.child.stdout, site.child.stderr])
    createInterface({ input: stream! }).on('line', line => void output.push(line))
  await written('"sys_startup"')
})
after(async () => {
  await site.end('SIGTERM')
  around.remove()
  await wizard.stop()
  await redis.stop()
})

const written = (words: string, times = 1) =>
  site.until(
    () => output.filter(line => line.includes(words)).length >= times,
    () => output.join('\n'),
  )

const lines = () => output.map(line => JSON.parse(line) as Line)
const trail = () => lines().filter(({ msg, event }) => msg === 'audit' && /^agent_/.test(String(event)))

async function openCaller(): Promise<{ member: Member; reference: string }> {
  const { member } = await memberOn(wizard, 'identite')
  const { html } = await member.get('identite')
  leadsTo('identite', await member.post('accompagnement', { open: 'yes' }))
  return { member, reference: /R-\d{3} \d{4}/.exec(html)![0] }
}

const streamOf = (agent: AgentBrowser) => openStream(`${around.origin}/suivi/flux`, agent.cookies)

async function signedIn(name: string): Promise<AgentBrowser> {
  const agent = await around.hire(name)
  leadsTo('', await agent.signIn())
  await agent.get('')
  return agent
}

describe('the audit trail of the console (AG-6)', () => {
  test('says who looked at a member, on what ground, for how long, and who ended it; the member’s own lines have the same page', async () => {
    const { member, reference } = await openCaller()
    const [amal, samir] = [await signedIn('amal'), await signedIn('samir')]
    leadsTo('suivi', await amal.post('', { reference, ground: 'counter' }))
    const stream = await streamOf(amal)
    leadsTo('suivi', await samir.post('', { reference, ground: 'call-back' }))
    await stream.ended
    await written('stream closed')
    await member.get('identite')
    leadsTo('identite', await member.post('accompagnement', { open: 'no' }))
    await samir.get('suivi')
    await samir.get('suivi')
    await written('"agent_left"', 2)
    assert.deepEqual(
      trail().map(({ event, agent, ground, by, outcome }) =>
        [event, agent, ground, by, outcome].filter(Boolean).join(' '),
      ),
      [
        'agent_followed amal counter success',
        'agent_followed samir call-back success',
        'agent_left amal other-agent success',
        'agent_left samir member success',
      ],
    )
    const [first] = trail()
    for (const { page, reference: hashed, seconds, event } of trail()) {
      assert.equal(page, first!['page'])
      assert.equal(hashed, first!['reference'])
      if (event === 'agent_left') assert.ok(Number.isInteger(seconds))
    }
    await wizard.writtenOut()
    const own = wizard.lines().filter(({ event }) => /^assistance_/.test(String(event)))
    assert.deepEqual(
      own.map(({ event, page, by }) => [event, page, by].filter(Boolean).join(' ')),
      [`assistance_opened ${first!['page']}`, `assistance_closed ${first!['page']} member`],
    )
  })

  test('says who looked for a page that was not there, and who left or signed out', async () => {
    const from = trail().length
    const { reference } = await openCaller()
    const leila = await signedIn('leila')
    assert.equal((await leila.post('', { reference: 'R-5000001', ground: 'call' })).status, 422)
    leadsTo('suivi', await leila.post('', { reference, ground: 'call' }))
    leadsTo('suivi/bilan', await leila.post('suivi/fin'))
    leadsTo('suivi', await leila.post('', { reference, ground: 'call' }))
    await leila.post('deconnexion')
    await written('"session_expired"')
    assert.deepEqual(
      trail()
        .slice(from)
        .map(({ event, agent, reason, by, outcome }) => [event, agent, reason, by, outcome].filter(Boolean).join(' ')),
      [
        'agent_refused leila unknown-id failure',
        'agent_followed leila success',
        'agent_left leila agent success',
        'agent_followed leila success',
        'agent_left leila agent success',
      ],
    )
  })

  test('says that an agent is gone whose browser vanished, with a stream or without scripts, and nothing of one who is back', async () => {
    const from = trail().length
    const [nadia, omar, rim] = [await signedIn('nadia'), await signedIn('omar'), await signedIn('rim')]
    for (const agent of [nadia, omar, rim])
      leadsTo('suivi', await agent.post('', { reference: (await openCaller()).reference, ground: 'call' }))
    assert.equal((await omar.get('suivi')).status, 200)
    const [lost, broken] = [await streamOf(nadia), await streamOf(rim)]
    lost.stop()
    broken.stop()
    const back = await streamOf(rim)
    await written('"by":"clock"', 2)
    const left = trail()
      .slice(from)
      .filter(({ event }) => event === 'agent_left')
    assert.deepEqual(left.map(({ agent, by }) => `${agent} ${by}`).toSorted(), ['nadia clock', 'omar clock'])
    for (const { seconds } of left) assert.ok(Number(seconds) < 8, 'until the last sign of them')
    assert.doesNotMatch(
      (await omar.get('suivi')).html,
      /Votre identité/,
      'who is gone sees nothing without another line',
    )
    back.stop()
  })

  test('holds no reference in clear, and neither has the log of requests (L-2)', async () => {
    assert.ok(!output.some(line => /R-\d{3} ?\d{4}/.test(line)))
    assert.ok(output.some(line => line.includes('"/suivi"')))
  })
})
