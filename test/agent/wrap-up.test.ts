import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { WRAP_UPS } from '../../src/observability/audit.ts'
import { type CallCentre, startCallCentre } from '../support/call-centre.ts'
import type { AgentBrowser } from '../support/console.ts'
import { leadsTo, memberOn } from '../support/journey.ts'

let centre: CallCentre
let agent: AgentBrowser
before(async () => {
  centre = await startCallCentre()
  agent = await centre.site.hire('amina')
  await agent.signIn()
})
after(() => centre.stop())

async function followed() {
  const { member } = await memberOn(centre.service, 'identite')
  const reference = /R-\d{3} \d{4}/.exec((await member.get('identite')).html)![0]
  await member.post('accompagnement', { open: 'yes' })
  await agent.get('')
  leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
  await agent.get('suivi')
  return member
}

/** What the metric has counted since the function was made, by its label. */
async function counter(metric: string) {
  const read = async (): Promise<Record<string, number>> => {
    const text = await (await centre.site.probe('/metrics')).text()
    const lines = text.matchAll(new RegExp(`^${metric}(?:{[a-z]+="(.*?)".*?})? (\\d+)$`, 'gm'))
    return Object.fromEntries([...lines].map(([, label = 'all', count]) => [label, Number(count)]))
  }
  const before = await read()
  return async () => {
    const more = Object.entries(await read()).map(([label, count]) => [label, count - (before[label] ?? 0)] as const)
    return Object.fromEntries(more.filter(([, count]) => count > 0))
  }
}

describe('the end of a call', () => {
  test('is one of nine words, each on a key of its own; nothing can be typed', async () => {
    const counted = await counter('wizard_wrap_ups_total')
    await followed()
    leadsTo('suivi/bilan', await agent.post('suivi/fin'))
    const { html } = await agent.get('suivi/bilan')
    const keys = [...html.matchAll(/name="word" value="(.*?)" data-key="(.)"/g)].map(
      ([, word, key]) => `${key} ${word}`,
    )
    assert.deepEqual(keys, [...WRAP_UPS.map((word, at) => `${at + 1} ${word}`), '0 skip'])
    assert.equal(WRAP_UPS.length, 9)
    assert.doesNotMatch(html.replace(/<input type="hidden"[^>]*>/g, ''), /<input|<textarea|<select|contenteditable/)
    assert.match(html, /Appel suivi pendant \d+ secondes?\./)
    for (const word of ['', 'something', 'constructor', 'activated '])
      assert.equal((await agent.post('suivi/bilan', { word })).status, 400, word)
    leadsTo('', await agent.post('suivi/bilan', { word: 'activated', note: 'AB123456' }))
    assert.deepEqual(await counted(), { activated: 1 })
    leadsTo('', await agent.get('suivi/bilan'))
    leadsTo('', await agent.post('suivi/bilan', { word: 'trouble' }))
    assert.deepEqual(await counted(), { activated: 1 })
  })

  test('is counted once if the button was pressed twice, and may be skipped', async () => {
    const counted = await counter('wizard_wrap_ups_total')
    await followed()
    await agent.post('suivi/fin')
    await agent.get('suivi/bilan')
    await Promise.all([1, 2, 3].map(() => agent.post('suivi/bilan', { word: 'phone' })))
    assert.deepEqual(await counted(), { phone: 1 })
    await followed()
    await agent.post('suivi/fin')
    await agent.get('suivi/bilan')
    leadsTo('', await agent.post('suivi/bilan', { word: 'skip' }))
    assert.deepEqual(await counted(), { phone: 1 })
  })

  test('is asked for after the caller has ended it too; the following is over by then', async () => {
    const counted = await counter('wizard_wrap_ups_total')
    const member = await followed()
    await member.get('identite')
    await member.post('accompagnement', { open: 'no' })
    assert.match((await agent.get('suivi')).html, /href="\/suivi\/bilan"/)
    await agent.get('suivi/bilan')
    leadsTo('', await agent.post('suivi/bilan', { word: 'alone' }))
    assert.deepEqual(await counted(), { alone: 1 })
    leadsTo('', await agent.get('suivi'))
  })

  test('is measured once a call, whatever it came to', async () => {
    const counted = await counter('wizard_handling_seconds_count')
    await followed()
    await agent.post('suivi/fin')
    await agent.get('suivi')
    await followed()
    await agent.get('suivi/bilan')
    await agent.post('suivi/bilan', { word: 'skip' })
    assert.deepEqual(await counted(), { all: 2 })
  })

  test('writes a suspicion into the audit trail, and no other word (AG-6)', async () => {
    const counted = await counter('wizard_security_events_total')
    await followed()
    await agent.post('suivi/fin')
    await agent.get('suivi/bilan')
    leadsTo('', await agent.post('suivi/bilan', { word: 'suspicion' }))
    assert.deepEqual(await counted(), { agent_followed: 1, agent_left: 1, agent_suspected: 1 })
  })
})
