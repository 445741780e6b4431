import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { loadConfig } from '../../src/config/index.ts'
import type { Services } from '../../src/domain/services.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { createApp } from '../../src/server/app.ts'
import { compose } from '../../src/server/compose.ts'
import { contactsOf, identityOf, PASSWORD, paymentOf, walkTo } from '../support/journey.ts'
import type { Member, Page } from '../support/member.ts'
import { type Answer, FORM, send } from '../support/raw.ts'
import { hasStrictHeaders } from '../support/strict-headers.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

const SENTINEL = 'sentinelle-de-la-cause'
/** More than the members of this file begin. */
const SESSIONS = 40

let around: Awaited<ReturnType<typeof surroundings>>
let composed: Awaited<ReturnType<typeof compose>>
let server: Server
/** The part that throws just now, and what. */
type Part = keyof Services | 'question' | 'render'
let broken: Part | undefined
let thrown = unforeseen
before(async () => {
  around = await surroundings({ limits: { session: { perIp: [[SESSIONS, 3600]] } } })
  const port = String(around.ports[0])
  composed = await compose(loadConfig({ ...around.environment, PORT: port, ADMIN_PORT: '0' }))
  const { dependencies } = composed
  const services = Object.fromEntries(
    Object.entries(dependencies.services).map(([name, part]) => [name, breakable(name, part)]),
  ) as unknown as typeof dependencies.services
  const question = breakable('question', dependencies.question)
  const render = breakable('render', dependencies.render)
  server = createServer(createApp({ ...dependencies, services, question, render }))
  await new Promise<void>(resolve => server.listen(Number(port), '127.0.0.1', resolve))
})
after(async () => {
  server.close()
  server.closeAllConnections()
  await composed.stores.close()
  await around.stop()
})

/** The same part, which throws at every use while it is the broken one. */
function breakable<Broken>(name: string, part: Broken): Broken {
  const used = <Result>(work: () => Result): Result => {
    if (broken === name) throw thrown()
    return work()
  }
  const wrap =
    (of: (...args: unknown[]) => unknown, self: unknown) =>
    (...args: unknown[]) =>
      used(() => of.apply(self, args))
  if (typeof part === 'function') return wrap(part as never, undefined) as Broken
  if (typeof part !== 'object' || part === null) return part
  return new Proxy(part, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? wrap(value as never, target) : value
    },
  })
}

function unforeseen(): Error {
  return Object.assign(new Error(`${SENTINEL} at /srv/secret.ts:1`), { config: { data: SENTINEL } })
}

type File = ReturnType<typeof around.enrol>
type Act = (member: Member, file: File) => Promise<Page>
const email: Act = (member, file) =>
  member.post('email', { email: contactsOf(file).email, emailConfirmation: contactsOf(file).email })
const password: Act = member => member.post('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD })
const withProof =
  (path: string, fields: (file: File) => Record<string, string>): Act =>
  async (member, file) => {
    const part = broken
    broken = undefined
    const proof = await member.proof(path)
    broken = part
    return member.post(path, { ...fields(file), ...proof })
  }

const cases: [part: Part, page: Parameters<typeof walkTo>[3], act: Act][] = [
  ['registry', 'identite', withProof('identite', identityOf)],
  ['registry', 'paiement', (member, file) => member.post('paiement', paymentOf(file))],
  ['activations', 'mot-de-passe', password],
  ['identityAttempts', 'identite', withProof('identite', identityOf)],
  ['activeSession', 'paiement', (member, file) => member.post('paiement', paymentOf(file))],
  ['captcha', 'identite', (member, file) => member.post('identite', identityOf(file))],
  ['captcha', 'identite', member => member.get('captcha')],
  ['question', 'identite', member => member.get('identite')],
  ['codes', 'email', email],
  ['codes', 'email-code', withProof('email-code', () => ({ code: '123456' }))],
  ['codes', 'email-code', member => member.get('email-code')],
  ['hasher', 'mot-de-passe', password],
  ['passwordSubmits', 'mot-de-passe', password],
  ['passwordRule', 'mot-de-passe', password],
  ['newSession', 'conditions', member => member.post('conditions', { accepted: 'yes' })],
  ['render', 'identite', member => member.get('identite')],
]

describe('an error that nobody foresaw (W-19, W-6)', () => {
  for (const [part, page, act] of cases)
    test(`in ${part}, on ${page}, becomes a page in words with a number to give, and does not show its cause`, async () => {
      const member = around.member()
      const file = around.enrol()
      await walkTo(around, member, file, page)
      await member.get(page)
      const answer = await whileBroken(part, unforeseen, () => act(member, file))
      assert.equal(answer.status, 500)
      const id = answer.headers.get('x-request-id')!
      assert.ok(answer.html.includes(id), 'the page shows the id')
      assert.match(answer.html, /erreur|problème/i)
      assert.match(answer.html, /\p{Script=Arabic}/u)
      const everything = JSON.stringify([answer.html, [...answer.headers]])
      assert.doesNotMatch(everything, /sentinelle|secret\.ts|\bat .*:\d+:\d+|node_modules|nunjucks|express/i)
      hasStrictHeaders({ headers: asRecord(answer.headers) }, part)
    })
})

test('an error after an error page is logged like any other, not written out by Express (L-3, W-19)', async t => {
  const member = around.member()
  await walkTo(around, member, around.enrol(), 'identite')
  const written = t.mock.method(console, 'error', () => {})
  const { mock } = t.mock.method(composed.dependencies.log, 'error', () => {})
  const { sessionStore } = composed.dependencies
  sessionStore.touch = (_sid, _session, done) => (done as Done | undefined)?.(unforeseen())
  t.after(() => Reflect.deleteProperty(sessionStore, 'touch'))
  const { status, html } = await member.get('nulle-part')
  assert.equal(status, 404)
  assert.match(html, /<\/html>\s*$/)
  await until('it is told', () => mock.calls.length + written.mock.callCount() > 0)
  assert.deepEqual(
    [mock.calls.map(({ arguments: [, words] }) => words), written.mock.callCount()],
    [['failed after the answer'], 0],
  )
})

type Done = (error?: unknown) => void

/** Of each number that HTTP has for it, a request without a session, except for the last. */
const refusals: [status: number, ask: () => Promise<Answer>][] = [
  [400, () => send(around.origin, { method: 'POST', headers: FORM, body: 'code=1&code=2' })],
  [403, () => send(around.origin, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })],
  [404, () => send(around.origin, { path: '/nulle-part' })],
  [405, () => send(around.origin, { method: 'DELETE' })],
  [413, () => send(around.origin, { method: 'POST', headers: FORM, body: 'x'.repeat(17_000) })],
  [415, () => send(around.origin, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })],
  [421, () => send(around.origin, { headers: { host: 'example.ma' } })],
  [500, () => whileBroken('newSession', unforeseen, openAnew)],
  [503, () => whileBroken('newSession', () => new Unavailable('redis'), openAnew)],
  [
    429,
    async () => {
      for (let opened = 0; opened < SESSIONS; opened++) await openAnew()
      return openAnew()
    },
  ],
]

describe('an error page', () => {
  test('shows the support reference of a member, and no second number beside it', async () => {
    const member = around.member()
    await walkTo(around, member, around.enrol(), 'identite')
    const page = await member.get('nulle-part')
    assert.match(page.html, /<bdi dir="ltr" translate="no">R-\d{3} \d{4}<\/bdi>/)
    assert.ok(!page.html.includes(page.headers.get('x-request-id')!))
  })

  for (const [status, ask] of refusals)
    test(`with status ${status} shows a visitor the request id, in both languages and from left to right`, async () => {
      const { status: answered, headers, text } = await ask()
      assert.equal(answered, status)
      const id = `<bdi dir="ltr" translate="no">${headers['x-request-id']}</bdi>`
      assert.match(text, new RegExp(`<p>Si vous appelez, donnez ce numéro.{1,6}: ${id}</p>`))
      assert.match(text, new RegExp(`<p lang="ar" dir="rtl">[^<]*${id}</p>`))
    })
})

/** A visitor accepts the terms, whose form opens a session. */
async function openAnew(): Promise<Answer> {
  const visitor = around.member()
  await visitor.post('')
  await visitor.get('conditions')
  const { status, headers, html } = await visitor.post('conditions', { accepted: 'yes' })
  return { status, headers: asRecord(headers), text: html }
}

async function whileBroken<Result>(part: Part, error: () => Error, work: () => Promise<Result>): Promise<Result> {
  broken = part
  thrown = error
  return work().finally(() => {
    broken = undefined
    thrown = unforeseen
  })
}

function asRecord(headers: Headers): Record<string, string | undefined> {
  return Object.fromEntries(headers)
}
