import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { postReport } from '../support/delivery-report.ts'
import { lastingDumpOf } from '../support/dump.ts'
import { codeSentTo, contactsOf, leadsTo, walkTo } from '../support/journey.ts'
import { lastingKeys } from '../support/lasting-keys.ts'
import { openSiteOnRedis } from '../support/site.ts'
import { until } from '../support/until.ts'

const UNDELIVERED = { fr: /Le SMS n.{1,6}a pas pu être remis.: vérifiez le numéro/, ar: /تعذر تسليم الرسالة النصية/ }

let fault: Fault | undefined
let statuses: readonly string[] = []
const { redis, service } = await openSiteOnRedis({
  instances: 2,
  limits: { code: { resendWaitsSeconds: [60, 60] }, dependencies: { twilio: { callMs: 500 } } },
  environment: { ...secondWays, CAPTCHA: 'off' },
  twilio: { faults: () => fault, statuses: () => statuses },
})

/** Someone to whom a code was sent; `callback` is where its delivery is to be reported. */
async function onMobileCode(lang = 'fr') {
  const file = service.enrol()
  const member = service.member()
  await member.get(`?lang=${lang}`)
  await walkTo(service, member, file, 'mobile-code')
  const { phone } = contactsOf(file)
  return { member, phone, callback: callbackTo(phone) }
}

function callbackTo(phone: string): string {
  const { texts, calls } = service.farEnds.twilio
  const all = [...texts.all, ...calls.all].filter(({ to }) => to.endsWith(phone))
  return all.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1)!.fields.StatusCallback!
}

const authToken = () => service.environment['TWILIO_AUTH_TOKEN']!
const report = async (callback: string, fields: Record<string, string>) =>
  assert.equal((await postReport(callback, fields, { authToken: authToken() })).status, 204)
const everything = async () => [...(await lastingDumpOf(await redis.client()))].flat().toSorted().join('\n')
const failures = async () => (await everything()).split('undelivered').length

describe('an SMS that did not arrive', () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    test(`is shown on the code page (${mode}), with a link to change the number and no wait for another code`, async () => {
      const { member, callback } = await onMobileCode(mode)
      const before = (await member.get('mobile-code')).html
      assert.doesNotMatch(before, UNDELIVERED.fr)
      assert.match(before, /data-wait=/)
      await report(callback, { MessageStatus: 'undelivered', ErrorCode: '30003' })
      const { html } = await member.get('mobile-code')
      for (const language of ['fr', 'ar'] as const)
        assert.equal(UNDELIVERED[language].test(html), mode === 'both' || mode === language, language)
      assert.match(html, /<a [^>]*href="\/mon_compte\/mobile"/)
      assert.doesNotMatch(html, /data-wait=/)
      leadsTo('mobile-code', await member.post('mobile-code/renvoyer'))
      assert.doesNotMatch((await member.get('mobile-code')).html, UNDELIVERED.fr)
    })

  for (const code of ['30007', '30034', '30410'])
    test(`through a fault that is not the number's (${code}) is not shown as a fault of the number, and ends the wait (REL-D5)`, async () => {
      const { member, callback } = await onMobileCode()
      await report(callback, { MessageStatus: 'undelivered', ErrorCode: code })
      const { html } = await member.get('mobile-code')
      assert.match(html, /sans que votre numéro soit en cause/)
      assert.doesNotMatch(html, UNDELIVERED.fr)
      assert.doesNotMatch(html, /data-wait=/)
    })

  test('may have arrived all the same: its code stays valid', async () => {
    const { member, phone, callback } = await onMobileCode()
    await report(callback, { MessageStatus: 'failed' })
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(service, phone) }))
  })

  test('is not shown once another number was given', async () => {
    const { member, phone, callback } = await onMobileCode()
    const other = phone.replace('+212612', '+212613')
    await report(callback, { MessageStatus: 'undelivered' })
    leadsTo('mobile-code', await member.answer('mobile', { phone: other, phoneConfirmation: other }))
    await report(callback, { MessageStatus: 'undelivered' })
    const { html } = await member.get('mobile-code')
    assert.doesNotMatch(html, UNDELIVERED.fr)
    assert.match(html, /data-wait=/)
  })
})

describe('a call', () => {
  const called = async () => {
    const { member, phone, callback } = await onMobileCode()
    await report(callback, { MessageStatus: 'undelivered' })
    await member.get('mobile-code')
    leadsTo('mobile-code', await member.post('mobile-code/renvoyer', { via: 'voice' }))
    return { member, callback: callbackTo(phone) }
  }

  for (const [status, says] of [
    ['no-answer', /personne n.{1,6}a décroché/],
    ['busy', /la ligne était occupée/],
    ['failed', /appel n.{1,6}a pas pu aboutir/],
    ['completed', undefined],
  ] as const)
    test(`that ended with ${status} is shown with that outcome`, async () => {
      const { member, callback } = await called()
      assert.match((await member.get('mobile-code')).html, /Nous vous appelons/)
      for (const CallStatus of ['ringing', 'in-progress', status])
        await report(callback, { CallSid: `CA${'0'.repeat(32)}`, CallStatus })
      const { html } = await member.get('mobile-code')
      assert.doesNotMatch(html, /Nous vous appelons/)
      if (says) assert.match(html, says)
    })
})

describe('a report', () => {
  test('that comes before Twilio has answered our request is kept', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'mobile')
    const { phone } = contactsOf(file)
    fault = { afterwards: 'hang' }
    statuses = ['sent', 'undelivered']
    const known = await failures()
    const sending = member.answer('mobile', { phone, phoneConfirmation: phone })
    await until('the report is kept', async () => (await failures()) > known)
    leadsTo('mobile-code', await sending)
    fault = undefined
    statuses = []
    assert.match((await member.get('mobile-code')).html, UNDELIVERED.fr)
  })

  test('that comes late, again or out of order changes nothing', async () => {
    const { member, callback } = await onMobileCode()
    await report(callback, { MessageStatus: 'undelivered' })
    for (const MessageStatus of ['undelivered', 'queued', 'sent', 'delivered'])
      await report(callback, { MessageStatus })
    assert.match((await member.get('mobile-code')).html, UNDELIVERED.fr)
    leadsTo('mobile-code', await member.post('mobile-code/renvoyer'))
    await report(callback, { MessageStatus: 'undelivered' })
    const { html } = await member.get('mobile-code')
    assert.doesNotMatch(html, UNDELIVERED.fr)
    assert.match(html, /data-wait=/)
  })

  test('that is unsigned, forged or signed for another address is refused, and changes nothing', async () => {
    const { member, callback } = await onMobileCode()
    const { callback: another } = await onMobileCode()
    const before = await everything()
    for (const forged of [
      {},
      { authToken: 'another-token-of-theirs' },
      { authToken: authToken(), url: another },
      { authToken: authToken(), url: callback.replace(/\?.*/, '') },
    ])
      assert.equal((await postReport(callback, { MessageStatus: 'undelivered' }, forged)).status, 403)
    assert.equal(await everything(), before)
    assert.doesNotMatch((await member.get('mobile-code')).html, UNDELIVERED.fr)
  })

  test('with no ticket, or one that is not ours, is answered 204 and leaves no trace', async () => {
    const { callback } = await onMobileCode()
    const before = await everything()
    const [url, ticket = ''] = callback.split('?ticket=')
    const other = ticket.slice(0, -4) + (ticket.endsWith('AAAA') ? 'BBBB' : 'AAAA')
    for (const address of [url!, `${url}?ticket=`, `${url}?ticket=${other}`, `${url}?ticket=a&ticket=b`])
      await report(address, { MessageStatus: 'undelivered' })
    assert.equal(await everything(), before)
  })

  test('leaves neither number nor SID in Redis, and nothing for ever (L-5)', async () => {
    const { phone, callback } = await onMobileCode()
    const sid = `SM${'7'.repeat(32)}`
    await report(callback, { MessageStatus: 'undelivered', MessageSid: sid, To: phone })
    const all = await everything()
    for (const secret of [phone, phone.slice(4), sid]) assert.ok(!all.includes(secret))
    const client = await redis.client()
    assert.deepEqual(await lastingKeys(client), [])
    for (const key of await client.keys('*:sends:*')) assert.ok((await client.ttl(key)) <= 5400, key)
  })
})
