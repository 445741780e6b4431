import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { SampleMember } from '../../src/demo/member-data/members.ts'
import { enrol } from '../support/enrol.ts'
import { type Moment, startHeldInstance } from '../support/held-instance.ts'
import { codeSentTo, contactsOf, leadsTo, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { passTime } from '../support/pass-time.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type Service, startService } from '../support/service.ts'
import { ANOTHER, type Asked, IDENTITY, QUIT, RENEWALS, type Renewal } from '../support/session-asked.ts'

const members: SampleMember[] = []
let redis: TestRedis
let client: Awaited<ReturnType<TestRedis['client']>>
let service: Service
let holding: Awaited<ReturnType<typeof startHeldInstance>>
before(async () => {
  redis = await startRedis()
  client = await redis.client()
  service = await startService({ redisUrl: redis.url, environment: { CAPTCHA: 'off' }, memberData: { members } })
  holding = await startHeldInstance(service.environment)
})
after(async () => {
  await holding.stop()
  await service.stop()
  await redis.stop()
})

const WHEN = { read: 'once it has read its session', written: 'before it saves', opened: 'before it opens' }

for (const renewal of RENEWALS)
  describe(`when ${renewal.name},`, () => {
    for (const [held, whole] of inBothOrders(renewal))
      for (const moment of held.moments)
        test(`${held.name}, held ${WHEN[moment]} while ${whole.name} is answered, brings nothing back (S-4, S-12, AG-1)`, () =>
          race(renewal, held, whole, moment))
  })

describe('a page that one tab opens to an agent while another ends that', () => {
  const press = { open: ['accompagnement', 'yes'], close: ['accompagnement', 'no'], quit: ['quitter', ''] } as const
  for (const [held, moment, ...others] of [
    ['open', 'opened', 'close'],
    ['open', 'opened', 'quit'],
    ['open', 'written', 'close'],
    ['open', 'written', 'quit'],
    ['close', 'written', 'close', 'open'],
    ['quit', 'read', 'open'],
  ] as const)
    test(`is seen by nobody unless its member reads so: ${held}, held ${WHEN[moment]} while they ${others.join(' and ')} (AG-1, AG-7)`, async () => {
      await client.flushdb()
      const [first, second] = [holding.member(), service.member()]
      await walkTo(service, second, enrol(members, 'bank'), 'identite')
      first.cookies = second.cookies
      for (const each of [second, first]) await each.get('identite')
      if (held === 'close') await second.post(...pressed('open'))
      const { reached, letGo } = holding.holdNext(moment)
      const answering = first.post(...pressed(held))
      await reached
      for (const other of others) await second.post(...pressed(other))
      letGo()
      await answering
      const isOpen = (await client.keys('{f:*}:view')).length > 0
      assert.equal(isOpen, /<aside class="app-assistance/.test((await second.get('identite')).html))
    })

  function pressed(button: keyof typeof press): [path: string, fields: { open: string }] {
    const [path, open] = press[button]
    return [path, { open }]
  }
})

test('no account that was made in any of these races is announced twice (REL-I1)', () => {
  const announced = service.farEnds.smtp.mails.all.filter(({ subject }) => /activé/.test(subject))
  assert.ok(announced.length > 0)
  assert.equal(new Set(announced.map(({ to }) => to)).size, announced.length)
})

/** What else may be under way with the form itself: held first, then answered first. */
function inBothOrders({ renewal, others }: Renewal): [held: Asked, whole: Asked][] {
  return others.flatMap((other): [Asked, Asked][] => [
    [other, renewal],
    ...(other === renewal ? [] : [[renewal, other] as [Asked, Asked]]),
  ])
}

/** One request waits in its instance while another one is answered by the other instance. */
async function race({ page, isActive, leads }: Renewal, held: Asked, whole: Asked, moment: Moment) {
  await client.flushdb()
  const file = enrol(members, 'bank')
  if (isActive) members.at(-1)!.active = true
  const { email, phone } = contactsOf(file)
  const [browser, first, second] = [service.member(), holding.member(), service.member()]
  await walkTo(service, browser, file, page)
  const code = page === 'email-code' ? await codeSentTo(service, email) : ''
  const begun = browser.cookies
  const [, token] = /name="_token" value="([^"]+)"/.exec((await browser.get(page)).html)!
  for (const each of [first, second]) {
    each.cookies = begun
    await each.get(page)
  }
  // So that another code may be asked for.
  await passTime(client, 300)
  const codesBefore = codesTo(email, phone, ANOTHER)

  const { reached, letGo } = holding.holdNext(moment)
  const answering = held.ask(first, file, code)
  assert.equal(await Promise.race([reached.then(() => 'held'), answering.then(() => 'answered')]), 'held')
  const answers = [await whole.ask(second, file, code)]
  letGo()
  answers.push(await answering)

  for (const { status, html } of answers) assert.ok(status === 200 || status === 303, `${status} ${html.slice(0, 400)}`)
  assert.ok(codesTo(email, phone, ANOTHER) - codesBefore <= 1, 'no code is sent twice')
  browser.cookies = cookiesAfter(begun, answers)
  const live = await onlyId(begun, answers, email)
  const left = [held, whole].includes(QUIT)
  assert.equal(live, left ? undefined : sidIn(browser.cookies), 'one live id, and the browser has it')
  if (left) return assert.match(await arrival(browser, answers[1]!), /^(quitter)?$/)
  const there = held !== IDENTITY && whole === IDENTITY ? 'paiement' : leads
  leadsTo(there, await browser.get('prolonger'))
  // Who only looked or asked for a code is led back to the page they asked on, if it is still theirs to see.
  assert.ok([there, page].includes(await arrival(browser, answers[1]!)))
  if (live !== sidIn(begun)) assert.equal((await browser.post('prolonger', { _token: token! })).status, 403)
}

/** The one id that opens a session, of all that were ever given; others show nothing, and the reference lives as long (AG-1). */
async function onlyId(begun: string, answers: readonly Page[], email: string): Promise<string | undefined> {
  const given = [begun, ...answers.flatMap(answer => answer.headers.getSetCookie())].map(sidIn)
  const alive: string[] = []
  for (const id of new Set(given.filter(id => id !== undefined))) {
    const visitor = service.member()
    visitor.cookies = id
    const page = await visitor.get('email')
    if ((await visitor.get('prolonger')).path !== '') alive.push(id)
    else leadsTo('', page)
    if (!alive.includes(id)) assert.doesNotMatch(page.html, new RegExp(email))
  }
  assert.ok(alive.length <= 1, `${alive.length} live ids`)
  const places = await Promise.all((await client.keys('s:*')).map(key => client.strlen(key)))
  assert.equal(places.filter(length => length > 1).length, alive.length, 'no session is stored without a live id')
  assert.equal((await client.keys('r:*')).length, alive.length)
  return alive[0]
}

/** The page that a browser reaches by following an answer; the start page redirects to the member's page. */
async function arrival(browser: ReturnType<Service['member']>, answer: Page): Promise<string> {
  let page = answer.status === 303 ? answer : await browser.get('prolonger')
  for (let turns = 0; page.status === 303 && turns < 4; turns++) {
    const { pathname, search } = new URL(page.headers.get('location')!, service.origin)
    page = await browser.get(pathname.slice('/mon_compte/'.length) + search)
  }
  assert.equal(page.status, 200)
  return page.path === ''
    ? (/class="govuk-button" href="\/mon_compte\/([\w-]+)"/.exec(page.html)?.[1] ?? '')
    : page.path
}

/** What a browser holds once both answers have come, the held one last. */
function cookiesAfter(begun: string, answers: readonly Page[]): string {
  const set = answers.flatMap(answer => answer.headers.getSetCookie()).map(line => line.split(';')[0]!)
  const jar = new Map([...begun.split('; '), ...set].map(pair => pair.split('=') as [string, string]))
  return [...jar].flatMap(([name, value]) => (value ? [`${name}=${value}`] : [])).join('; ')
}

const sidIn = (header: string): string | undefined => /\bsid=s[^;]+/.exec(header)?.[0]

function codesTo(...contacts: string[]): number {
  const { smtp, twilio } = service.farEnds
  const messages = [...smtp.mails.all, ...twilio.texts.all.map(({ to, body }) => ({ to, text: body }))]
  return messages.filter(({ to, text }) => contacts.includes(to) && /\b\d{6}\b/.test(text)).length
}
