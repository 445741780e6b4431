import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { consoleVariables } from '../../src/config/console/variables.ts'
import { keyList } from '../../src/config/values/key-list.ts'
import { variables } from '../../src/config/variables.ts'
import type { Fault } from '../../src/demo/faults.ts'
import type { AgentBrowser } from '../support/console.ts'
import { postReport } from '../support/delivery-report.ts'
import { codeSentTo, contactsOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { Member } from '../support/member.ts'
import { startMixedKeys } from '../support/mixed-keys.ts'
import { until } from '../support/until.ts'

type Pair = Awaited<ReturnType<typeof site.between>>

const form = { password: PASSWORD, passwordConfirmation: PASSWORD }
const STEPS = ['a newer key is added last', 'it is put first', 'the older one is taken out']

let fault: Fault | undefined
let site: Awaited<ReturnType<typeof startMixedKeys>>
const agents: AgentBrowser[] = []
// Twelve services in one process, each with something to do when it ends.
setMaxListeners(20, process)
before(async () => {
  site = await startMixedKeys({
    wizard: {
      limits: { outbox: { pollMs: 100, activationWaitsSeconds: [1, 1, 1], noticeWaitsSeconds: [30] } },
      memberData: { faults: ({ method }) => (method === 'PUT' ? fault : undefined) },
      twilio: { statuses: () => [] },
    },
    console: { limits: { assistance: { misses: [[2, 86_400]] } } },
  })
  for (const n of Array(7).keys()) agents.push((await site.desks.hire(`agent-${n}`)).elsewhere(site.origin('console')))
})
after(() => site.stop())

test('the operator’s table of key lists has each of them, and so has what follows (X-1)', () => {
  const all = Object.entries({ ...variables.shape, ...consoleVariables.shape }).filter(([, form]) => form === keyList)
  const rows = readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(\w+_KEYS)` \|/gm)
  const names = all.map(([name]) => name).toSorted()
  assert.deepEqual([...rows].map(([, name]) => name).toSorted(), names)
  assert.deepEqual(Object.keys(site.states[0]!).toSorted(), names)
})

describe('while every list of keys is renewed, and one instance is a step ahead,', () => {
  for (const [step, name] of STEPS.entries())
    test(`when ${name}, whoever began at either goes on at the other, and agents with them (X-1)`, async () => {
      // Accounts are sealed under the older key until then.
      if (step === 2) await reseal()
      const early = step === 1 ? await beginEarly() : undefined
      const pair = await site.between(step)
      try {
        if (step === 1) await goOnWith(early!, pair)
        const waiting = [await wander(pair, 0), await wander(pair, 1)]
        // What neither could tell the API is told it by the one that is left.
        await pair.stopWizard(0)
        fault = undefined
        for (const { member, email } of waiting) {
          pair.lead(member, 'wizard', [1])
          await until('the account is active', async () => (await member.get('finalisation')).status === 303)
          assert.equal((await member.get('termine')).status, 200)
          assert.match((await site.around.farEnds.smtp.next(email)).subject, /activé/)
        }
      } finally {
        fault = undefined
        await pair.stop()
      }
    })
})

/** A whole journey whose requests change instance before each form; an agent watches, from one console and the other. */
async function wander(pair: Pair, first: 0 | 1) {
  const second = 1 - first
  const member = pair.lead(new Member(site.origin('wizard')), 'wizard', [first, second, second, first])
  const file = site.around.enrol()
  const { email, phone } = contactsOf(file)
  await walkTo(site.around, member, file, 'email')
  const reference = await open(member, 'email')
  // From here each puzzle and each code comes from one of them and goes to the other.
  pair.lead(member, 'wizard', [first, second, first, second, first])
  const agent = pair.lead(agents.pop()!, 'console', [first, second])
  const sees = async (...words: RegExp[]) => {
    const { html } = await agent.get('suivi')
    for (const each of words) assert.ok(each.test(html), `${each}`)
  }
  leadsTo('', await agent.signIn())
  await agent.get('')
  leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
  await sees(/Étape 4 sur 8/)
  leadsTo('email-code', await member.answer('email', { email, emailConfirmation: email }))
  await member.get('email-code')
  await sees(/Étape 5 sur 8/, /Valable jusqu/)
  leadsTo('mobile', await member.answer('email-code', { code: await codeSentTo(site.around, email) }))
  leadsTo('mobile-code', await member.answer('mobile', { phone, phoneConfirmation: phone }))
  pair.point('wizard', first)
  await report(phone)
  assert.match((await member.get('mobile-code')).html, /Le SMS n.{1,6}a pas pu être remis/)
  await sees(/Étape 7 sur 8/, /Non remis/)
  leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(site.around, phone) }))
  fault = 'reset'
  leadsTo('finalisation', await member.answer('mot-de-passe', form))
  await agent.post('suivi/fin')
  await agent.get('')
  for (const status of [422, 422, 429])
    assert.equal((await agent.post('', { reference: 'R-5000001', ground: 'call' })).status, status, 'of two misses')
  return { member, email }
}

/** Someone who knew only instances with the oldest keys, until a code by e-mail is on its way. */
async function beginEarly() {
  const pair = await site.between(0)
  const member = pair.lead(new Member(site.origin('wizard')), 'wizard', [0])
  const file = site.around.enrol()
  await walkTo(site.around, member, file, 'email-code')
  const reference = await open(member, 'email-code')
  await pair.stop()
  return { member, file, reference }
}

/** On the instance that uses the newer key, with an agent whose console does so too. */
async function goOnWith({ member, file, reference }: Awaited<ReturnType<typeof beginEarly>>, pair: Pair) {
  pair.lead(member, 'wizard', [1])
  const { email, phone } = contactsOf(file)
  const agent = pair.lead(agents.pop()!, 'console', [1])
  leadsTo('', await agent.signIn())
  await agent.get('')
  leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
  leadsTo('mobile', await member.answer('email-code', { code: await codeSentTo(site.around, email) }))
  leadsTo('mobile-code', await member.answer('mobile', { phone, phoneConfirmation: phone }))
  await member.get('mobile-code')
  assert.ok(/Valable jusqu/.test((await agent.get('suivi')).html))
  leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(site.around, phone) }))
  leadsTo('termine', await member.answer('mot-de-passe', form))
}

/** Opens the member's page to agents; returns the reference that a caller would read out. */
async function open(member: Member, page: string): Promise<string> {
  const { html } = await member.get(page)
  leadsTo(page, await member.post('accompagnement', { open: 'yes' }))
  return /R-\d{3} \d{4}/.exec(html)![0]
}

async function report(phone: string): Promise<void> {
  const sent = site.around.farEnds.twilio.texts.all.findLast(({ to }) => to.endsWith(phone))!
  const authToken = site.around.environment['TWILIO_AUTH_TOKEN']!
  const failure = { MessageStatus: 'undelivered', ErrorCode: '30003' }
  assert.equal((await postReport(sent.fields.StatusCallback!, failure, { authToken })).status, 204)
}

/** As docs/operations.md says before the older key is taken out. */
async function reseal(): Promise<void> {
  const { AGENT_ACCOUNTS_FILE } = site.desks.environment
  const { AGENT_SESSION_KEYS } = site.states[2]!
  const env = { PATH: process.env['PATH'], AGENT_ACCOUNTS_FILE, AGENT_SESSION_KEYS }
  await promisify(execFile)(process.execPath, ['src/agent/sign-in/cli.ts', 'reseal'], { env })
}
