import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { dumpOf } from '../support/dump.ts'
import { contactsOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { openSiteOnRedis } from '../support/site.ts'
import { until } from '../support/until.ts'

const form = { password: PASSWORD, passwordConfirmation: PASSWORD }
const problem = (status: number, type: string): Fault => ({
  status,
  headers: { 'Content-Type': 'application/problem+json' },
  body: { type: `https://member-data.example/problems/${type}`, title: type, status },
})

/** What happens to each activation: the first fault to the first try, and so on; the last goes on. */
let faults: (Fault | undefined)[] = []
let tries = 0

const { redis, service } = await openSiteOnRedis({
  instances: 2,
  environment: { CAPTCHA: 'off' },
  limits: {
    dependencies: { memberApi: { callMs: 300, questionMs: 600 } },
    outbox: { pollMs: 100, activationWaitsSeconds: [1, 1, 1], noticeWaitsSeconds: [30] },
  },
  memberData: {
    faults: ({ method }) => (method === 'PUT' ? faults[Math.min(tries++, faults.length - 1)] : undefined),
  },
})
beforeEach(() => {
  faults = []
  tries = 0
})

/** Someone new who sends the last form while the insurer behaves like this. */
const activate = (...behaviour: typeof faults) => activateAs({}, ...behaviour)

/** The same of someone whom the insurer could write to before. */
async function activateAs(former: { email?: string; phone?: string }, ...behaviour: typeof faults) {
  const file = service.enrol('bank', former)
  const member = service.member()
  await walkTo(service, member, file, 'mot-de-passe')
  await member.get('mot-de-passe')
  faults = behaviour
  return { member, file, ...contactsOf(file), page: await member.post('mot-de-passe', form) }
}

async function ledOn(member: Member) {
  let page = await member.get('finalisation')
  await until('the page leads on', async () => {
    page = await member.get('finalisation')
    return page.status === 303
  })
  return page
}

const accountOf = (email: string) => service.farEnds.memberData.accounts.find(email)
const mailsTo = (address: string, subject: RegExp) =>
  service.farEnds.smtp.mails.all.filter(mail => mail.envelope.to.includes(address) && subject.test(mail.subject)).length

async function emptied() {
  const client = await redis.client()
  await until('the outbox is empty', async () => (await client.xlen('{outbox}:jobs')) === 0)
  const pending = (await client.xpending('{outbox}:jobs', 'workers')) as [number]
  assert.equal(pending[0], 0)
}

const old = { email: 'before@example.ma', phone: '+212661000099' }
const noticesTo = {
  mail: (address: string) => mailsTo(address, /compte est activé/),
  text: (number: string) =>
    service.farEnds.twilio.texts.all.filter(({ to, body }) => to === number && /activé/.test(body)).length,
}

describe('an activation that the insurer confirms', () => {
  for (const [name, body, former] of [
    ['with a time that cannot be read', { account: 'a', activatedAt: 'hier', previousContacts: old }, 1],
    ['with contacts that cannot be read', { activatedAt: '2026-11-22T10:00:00Z', previousContacts: 'none' }, 0],
    ['in words that are no JSON', '<p>ok</p>', 0],
  ] as const)
    test(`${name} leads the member to the done page, and every readable contact gets one notice (ID-13)`, async () => {
      const before = [noticesTo.mail(old.email), noticesTo.text(old.phone)]
      const { email, phone, page } = await activate({ status: 201, body })
      leadsTo('termine', page)
      await emptied()
      assert.deepEqual([noticesTo.mail(email), noticesTo.text(phone)], [1, 1])
      const after = [noticesTo.mail(old.email), noticesTo.text(old.phone)]
      assert.deepEqual(
        after.map((count, n) => count - before[n]!),
        [former, former],
      )
      assert.equal(tries, 1)
    })

  for (const [name, repeat, expected, former] of [
    ['with the former contacts', undefined, 1, { email: 'a.former@example.ma', phone: '+212661000098' }],
    ['unreadably', { status: 200, body: '<p>ok</p>' }, 0, { email: 'b.former@example.ma', phone: '+212661000097' }],
  ] satisfies [string, Fault | undefined, number, typeof old][])
    test(`to the outbox alone, ${name}, sends one notice to every contact it could read (ID-13)`, async () => {
      const { member, email, phone, page } = await activateAs(
        former,
        { afterwards: 'hang' },
        { afterwards: 'hang' },
        repeat,
      )
      leadsTo('finalisation', page)
      leadsTo('termine', await ledOn(member))
      await emptied()
      assert.deepEqual([noticesTo.mail(email), noticesTo.text(phone)], [1, 1])
      assert.deepEqual([noticesTo.mail(former.email), noticesTo.text(former.phone)], [expected, expected])
    })
})

describe('an activation whose outcome is unknown', () => {
  for (const [name, ...behaviour] of [
    ['it was made, and the connection cut (F7)', { afterwards: 'reset' }, { afterwards: 'reset' }, undefined],
    ['it was made, and nobody answered in time', { afterwards: 'hang' }, { afterwards: 'hang' }, undefined],
    ['the insurer was down for the whole request, and came back', { status: 500 }, { status: 502 }, undefined],
    [
      'a gateway answered 503 in its own words',
      { status: 503, body: '<html>' },
      { status: 503, body: '<html>' },
      undefined,
    ],
    [
      'repeats failed as well, in every way',
      'hang',
      'reset',
      { status: 500 },
      'reset',
      problem(503, 'busy'),
      undefined,
    ],
  ] as [string, ...(Fault | undefined)[]][])
    test(`is finished by the outbox if ${name}: one account, one notice to every contact`, async () => {
      const { member, email, phone, page } = await activate(...behaviour)
      leadsTo('finalisation', page)
      const waiting = await member.get('finalisation')
      assert.equal(waiting.status, 200)
      assert.match(waiting.html, /<noscript><meta http-equiv="refresh" content="15"><\/noscript>/)
      assert.match(waiting.html, /Nous finalisons votre activation/)
      assert.match(waiting.html, /نحن بصدد إتمام تفعيل حسابكم/)
      assert.doesNotMatch(waiting.html, /a été activé|est activé<|déjà actif/)
      for (const elsewhere of ['', 'mot-de-passe', 'termine', 'email'])
        leadsTo('finalisation', await member.get(elsewhere))
      leadsTo('finalisation', await member.post('mot-de-passe', form))
      leadsTo('termine', await ledOn(member))
      const done = await member.get('termine')
      assert.match(done.html, /Votre compte est activé/)
      assert.match(done.html, /m[^<]*@example\.ma/)
      assert.ok(accountOf(email)?.passwordHash.startsWith('$argon2id$'))
      await emptied()
      assert.equal(mailsTo(email, /compte est activé/), 1)
      assert.equal(
        service.farEnds.twilio.texts.all.filter(text => text.to === phone && /activé/.test(text.body)).length,
        1,
      )
      assert.equal(mailsTo(email, /pas confirmée/), 0)
    })

  test('is confirmed by e-mail although the page was closed', async () => {
    const { email } = await activate('hang', 'hang', undefined)
    await until('the mail is there', () => mailsTo(email, /compte est activé/) === 1)
  })

  test('ends on the true page if the repeat finds an account that another request has made', async () => {
    const { member, email, page } = await activate('hang', 'hang', problem(409, 'account-active'))
    leadsTo('finalisation', page)
    leadsTo('compte-actif', await ledOn(member))
    assert.match((await member.get('compte-actif')).html, /déjà actif/)
    await emptied()
    assert.equal(mailsTo(email, /pas confirmée/), 1)
  })

  test('ends with a page and a mail that say so if the insurer no longer knows the member', async () => {
    const { member, email, page } = await activate('hang', 'hang', problem(404, 'unknown-member'))
    leadsTo('finalisation', page)
    const end = await ledOn(member)
    assert.equal(end.path, '')
    const unfinished = await member.get('?fin=inachevee')
    assert.match(unfinished.html, /pas pu confirmer votre activation/)
    assert.match(unfinished.html, /05 38 00 20 20/)
    await emptied()
    assert.deepEqual([mailsTo(email, /compte est activé/), mailsTo(email, /pas confirmée/)], [0, 1])
    assert.equal(accountOf(email), undefined)
  })

  test('is finished if the first try made it and the repeat found the member unknown', async () => {
    const { member, email, page } = await activate({ afterwards: 'hang' }, problem(404, 'unknown-member'), undefined)
    leadsTo('finalisation', page)
    leadsTo('termine', await ledOn(member))
    await emptied()
    assert.deepEqual([mailsTo(email, /compte est activé/), mailsTo(email, /pas confirmée/)], [1, 0])
  })

  test('is never shown as an expired session if the repeat in the request found the member unknown', async () => {
    const { member, email, page } = await activate('hang', problem(404, 'unknown-member'))
    leadsTo('finalisation', page)
    assert.match((await member.get('finalisation')).html, /Nous finalisons votre activation/)
    const end = await ledOn(member)
    assert.match(end.headers.get('location') ?? '', /fin=inachevee$/)
    await emptied()
    assert.deepEqual([mailsTo(email, /compte est activé/), mailsTo(email, /pas confirmée/)], [0, 1])
  })

  test('leaves nothing personal in Redis in clear, and no key that stays for ever', async () => {
    const { member, file, email, phone } = await activate('hang', 'hang', 'hang', undefined)
    const client = await redis.client()
    const dump = await dumpOf(client)
    assert.ok(dump.has('{outbox}:jobs') && [...dump.keys()].some(key => key.startsWith('{outbox}:flow:')))
    const everything = [...dump].flat().join('\n')
    for (const secret of [...Object.values(file), email, phone, email.split('@')[0]!, '$argon2id', PASSWORD]) {
      assert.ok(!everything.includes(secret), `Redis holds '${secret}' in clear`)
      assert.ok(
        !everything.includes(Buffer.from(secret).toString('base64').slice(0, -3)),
        `'${secret}' is only encoded`,
      )
    }
    const lives = await Promise.all([...dump.keys()].map(async key => [key, await client.ttl(key)] as const))
    assert.deepEqual(
      lives.filter(([, seconds]) => seconds < 1),
      [],
    )
    leadsTo('termine', await ledOn(member))
  })
})

describe('an activation that certainly was not made', () => {
  test('is shown at once, stored nowhere, and may be sent again', async () => {
    const { member, email, page } = await activate(problem(503, 'busy'))
    assert.equal(page.status, 503)
    assert.match(page.html, /saisissez de nouveau votre mot de passe/)
    await emptied()
    faults = []
    assert.equal((await member.get('mot-de-passe')).status, 200)
    leadsTo('termine', await member.post('mot-de-passe', form))
    await emptied()
    assert.equal(mailsTo(email, /compte est activé/), 1)
  })

  test('is not even tried if Redis is out of reach', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'mot-de-passe')
    await member.get('mot-de-passe')
    redis.freeze()
    const page = await member.post('mot-de-passe', form)
    redis.thaw()
    assert.equal(page.status, 503)
    assert.equal(tries, 0)
  })
})
