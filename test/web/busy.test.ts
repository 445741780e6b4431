import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { loadConfig } from '../../src/config/index.ts'
import { createApp } from '../../src/server/app.ts'
import { compose } from '../../src/server/compose.ts'
import { identityOf, leadsTo, memberOn, PASSWORD, type walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { surroundings } from '../support/surroundings.ts'

const usual = { eventLoopDelayMs: 700, pageDelayMs: 1000, formDelayMs: 1500 }
/** The delay of the event loop that the process is made to measure. */
let late = 0
let around: Awaited<ReturnType<typeof surroundings>>
let composed: Awaited<ReturnType<typeof compose>>
let server: Server
before(async () => {
  around = await surroundings({ limits: { server: usual }, environment: { CAPTCHA: 'off' } })
  const port = String(around.ports[0])
  composed = await compose(loadConfig({ ...around.environment, PORT: port, ADMIN_PORT: '0' }))
  const delay = { ms: () => late, begin() {} }
  server = createServer(createApp({ ...composed.dependencies, delay }))
  await new Promise<void>(resolve => server.listen(Number(port), '127.0.0.1', resolve))
})
beforeEach(() => {
  late = 0
})
after(async () => {
  server.close()
  server.closeAllConnections()
  await composed.close()
  await around.stop()
})

async function on(page: Parameters<typeof walkTo>[3]) {
  const there = await memberOn(around, page)
  await there.member.get(page)
  return there
}

function isTurnedAway(page: Page): void {
  assert.deepEqual([page.status, page.headers.get('retry-after')], [503, '3'])
  assert.match(page.html, /Réessayez dans 3 secondes\.|Dans 3 secondes, saisissez/)
  assert.match(page.html, /بعد 3 ثوان/)
}

describe('a process that is too busy (W-16, REL-G4)', () => {
  test('turns new sessions away first, then pages, and takes forms of a running session (W-16, REL-G4)', async () => {
    const { file, member } = await on('identite')
    late = 701
    isTurnedAway(await around.member().post(''))
    assert.equal((await around.member().get('')).status, 200)
    assert.equal((await member.get('identite')).status, 200)
    late = 1001
    isTurnedAway(await around.member().get(''))
    isTurnedAway(await member.get('identite'))
    leadsTo('paiement', await member.post('identite', identityOf(file)))
    late = 0
    leadsTo('conditions', await around.member().post(''))
  })

  test('turns forms away last, on their own page and with what was typed; the insurer is not asked (W-16)', async () => {
    const { file, member } = await on('identite')
    late = 1501
    const page = await member.post('identite', identityOf(file))
    isTurnedAway(page)
    for (const [name, value] of Object.entries(identityOf(file)).slice(1))
      assert.match(page.html, new RegExp(`<input[^>]*name="${name}" value="${value}"`), name)
    assert.match(page.html, /<form id="step"/)
    late = 0
    leadsTo('paiement', await member.post('identite', identityOf(file)))
  })

  test('shows no password, and sends no code, while it turns forms away (W-16, PW-7)', async () => {
    const [{ member }, { member: other, email }] = await Promise.all([on('mot-de-passe'), on('email-code')])
    const mails = around.farEnds.smtp.mails.all.length
    late = 1501
    const page = await member.post('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD })
    isTurnedAway(page)
    assert.ok(!page.html.includes(PASSWORD))
    isTurnedAway(await other.post('email-code/renvoyer'))
    assert.equal(around.farEnds.smtp.mails.all.length, mails, email)
  })

  test('never turns away stylesheets, scripts and pictures (W-16)', async () => {
    const { html } = await around.member().get('')
    const files = [...html.matchAll(/(?:href|src)="\/mon_compte(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    assert.ok(files.length >= 3, String(files))
    late = 60_000
    for (const path of files) assert.equal((await around.member().get(path.slice(1))).status, 200, path)
  })
})
