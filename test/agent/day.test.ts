import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts'
import { startConsole } from '../../src/agent/server.ts'
import { loadConsoleConfig } from '../../src/config/index.ts'
import { dayAndHour, daysFrom } from '../../src/domain/day.ts'
import { REASONS } from '../../src/observability/security-events.ts'
import { type AgentBrowser, consoleSurroundings } from '../support/console.ts'
import { fr } from '../support/copy.ts'
import { leadsTo } from '../support/journey.ts'
import { sampleDay } from '../support/sample-day.ts'

const today = dayAndHour(Date.now()).day
const yesterday = daysFrom(today, -1)

let around: Awaited<ReturnType<typeof consoleSurroundings>>
let server: Awaited<ReturnType<typeof startConsole>>
let memory: MemoryStore
let supervisor: AgentBrowser
before(async () => {
  around = await consoleSurroundings({ limits: { assistance: { lookupsAlarm: 5, misses: [[8, 600]] } } })
  const config = loadConsoleConfig(around.environment)
  memory = createMemoryStore(config.limits)
  await memory.days.add(yesterday, { writer: 'a1', number: 1, counts: sampleDay(12_345) })
  server = await startConsole(config, memory)
  supervisor = await around.hire('naima', { role: 'supervisor' })
  leadsTo('', await supervisor.signIn())
})
after(async () => {
  await server.stop()
  around.remove()
})

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the day in figures', () => {
  test('is for supervisors: an agent gets 403, a stranger the sign-in page (AG-4)', async () => {
    const agent = await around.hire('amina')
    await agent.signIn()
    for (const path of ['journee', `journee?jour=${yesterday}`, `journee.csv?jour=${yesterday}`]) {
      const { status, html } = await agent.get(path)
      assert.equal(status, 403, path)
      assert.match(html, /Page réservée aux responsables/)
      assert.doesNotMatch(html, /12[\s\u202f]345/)
      leadsTo('connexion', await agent.elsewhere(around.origin).get(path))
    }
    assert.doesNotMatch((await agent.get('')).html, /href="\/journee"/)
    assert.match((await supervisor.get('')).html, /href="\/journee"/)
  })

  test('shows a day beyond a million, and its neighbours', async () => {
    const { status, html } = await supervisor.get(`journee?jour=${yesterday}`)
    assert.equal(status, 200)
    for (const figure of ['12 345 000', '6 542 850', '53 %', '14'])
      assert.ok(html.replaceAll(/[\u202f\u00a0]/g, ' ').includes(`<dd><bdi dir="ltr">${figure}</bdi></dd>`), figure)
    for (const day of [daysFrom(yesterday, -1), today]) assert.ok(html.includes(`href="/journee?jour=${day}"`), day)
    assert.ok(html.includes(`?jour=${yesterday}&amp;lang=ar`), 'the other language of the same day')
    const arabic = await supervisor.get(`journee?jour=${yesterday}&lang=ar`)
    assert.match(arabic.html, /<html lang="ar" dir="rtl"[\s\S]*أين يتوقف المؤمَّن لهم/)
    await supervisor.get('?lang=fr')
  })

  test('answers 422 to what is no day, or none yet', async () => {
    const wrong = [
      '',
      'hier',
      '2026-02-30',
      '2026-13-01',
      '26-11-28',
      `${yesterday}%00`,
      daysFrom(today, 1),
      '2099-01-01',
      '__proto__',
    ]
    for (const path of ['journee', 'journee.csv'])
      for (const jour of wrong) {
        const { status, html } = await supervisor.get(`${path}?jour=${jour}`)
        assert.equal(status, 422, `${path} ${jour}`)
        assert.match(html, /Ce jour n&#39;existe pas/)
      }
    assert.equal((await supervisor.get(`journee?jour=${yesterday}&jour=${today}`)).status, 422)
    for (const path of ['journee/2026', 'Journee', 'journee.json'])
      assert.equal((await supervisor.get(path)).status, 404)
  })

  test('says of an empty day that it is, without a chart', async () => {
    const { status, html } = await supervisor.get(`journee?jour=${daysFrom(today, -30)}`)
    assert.equal(status, 200)
    assert.match(html, /Rien n&#39;a été compté ce jour-là\. Les chiffres sont gardés pendant .*40 jours/)
    assert.doesNotMatch(html, /<svg class="app-chart"|<table/)
  })

  test('is a file too, in plain numbers, in which no cell is a formula', async () => {
    await memory.days.add('2026-01-01', {
      writer: 'a1',
      number: 1,
      counts: { opened: 1_234_567, 'alarm =1+1': 2, 'alarm "a;b"': 1 },
    })
    const { status, html: text, headers } = await supervisor.get('journee.csv?jour=2026-01-01')
    assert.equal(status, 200)
    assert.match(headers.get('content-type')!, /^text\/csv; charset=utf-8/)
    assert.match(headers.get('content-disposition')!, /journee-2026-01-01\.csv/)
    assert.ok(text.includes('2026-01-01;Journée;Démarches commencées;Nombre;1234567\r\n'))
    assert.ok(text.includes(";'=1+1;Nombre;2\r\n"))
    assert.ok(text.includes(';"""a;b""";Nombre;1\r\n'), text)
    for (const line of text.replace('\uFEFF', '').trim().split('\r\n')) assert.match(line, /^2026-01-01;(?![=+\-@])/)
  })

  test('has words for every step and every reason for which a step refuses', () => {
    const { steps, reasons } = fr.console.day
    assert.deepEqual(Object.keys(steps), Object.keys(fr.steps))
    const known = Object.keys(reasons).filter(reason => !['other', 'unavailable'].includes(reason))
    assert.deepEqual(
      known.filter(reason => !REASONS.includes(reason as (typeof REASONS)[number])),
      [],
    )
  })

  test('counts look-ups by agent, in the order of their names, under no name that Redis could read (AG-6)', async () => {
    const [zohra, badr] = [await around.hire('zohra'), await around.hire('badr')]
    for (const agent of [zohra, badr]) {
      await agent.signIn()
      await agent.get('')
    }
    for (let n = 0; n < 10; n++) await zohra.post('', { reference: `R-500000${n}`, ground: 'call' })
    await badr.post('', { reference: 'R-5000001', ground: 'call' })
    await badr.post('', { reference: 'nothing', ground: 'call' })
    await server.stop()
    const sheet = await memory.days.read(`${today}:agents`)
    assert.doesNotMatch(JSON.stringify(sheet), /zohra|badr/)
    const config = loadConsoleConfig(around.environment)
    server = await startConsole(config, memory)
    supervisor = supervisor.elsewhere(around.origin)
    leadsTo('', await supervisor.signIn({ code: supervisor.code(1) }))
    const { html } = await supervisor.get('journee')
    const rows = [...textOf(html).matchAll(/(badr|zohra) (\d) (\d) (\d) (\d)/g)].map(([row]) => row)
    assert.deepEqual(rows, ['badr 0 1 0 0', 'zohra 0 8 2 4'])
    assert.equal((await memory.days.read(today)).counts['look-up unknown-id'], 9)
  })
})
