import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type HttpSmsOptions, httpSms } from '../../src/adapters/carrier/http/index.ts'
import type { Fault } from '../../src/demo/faults.ts'
import { startSmsGateway } from '../../src/demo/sms-gateway/sms-gateway.ts'
import { gatewayFiles } from '../support/gateway-files.ts'
import { smsSenderContract } from './contract/sms-sender.ts'
import { comesTo, discreet, limits, secrets } from './samples.ts'

const secret = secrets.token
const site = { publicUrl: new URL('https://example.ma'), basePath: '/mon_compte', validitySeconds: 600 }
const rejected = (code: number, status = 200): Fault => ({
  status,
  body: { status: 'rejected', error: { code, text: `no ${secrets.phone} ${secrets.code}` } },
})

describe('an HTTP gateway', () => {
  smsSenderContract({
    name: 'sms-gateway',
    async start(faults) {
      const { url, next, texts, close } = await startSmsGateway({ secret, ...faults })
      return { url, next, taken: () => texts.all.length, close }
    },
    sender: ({ url, ...options }) => httpSms({ gateway: gatewayFiles.json(url), secret, ...site, ...options }),
    answers: {
      number: rejected(102),
      unreachable: rejected(109),
      'opted-out': rejected(103),
      account: rejected(105),
      sender: rejected(104),
      limit: rejected(110),
      request: rejected(106),
      busy: rejected(111),
      unknown: rejected(999, 400),
    },
    pausing: [
      [rejected(105), 'sms-gateway-account'],
      [rejected(101, 401), 'sms-gateway-account'],
      [rejected(104), 'sms-sender'],
      [rejected(110), 'sms-limit'],
    ],
  })
})

describe('an SMS to a gateway', () => {
  let far: Awaited<ReturnType<typeof startSmsGateway>>
  let fault: Fault | undefined
  const refused: unknown[] = []
  before(async () => {
    far = await startSmsGateway({ secret, faults: () => fault })
  })
  after(() => far.close())
  const by = (way: keyof typeof gatewayFiles, more: Partial<HttpSmsOptions> = {}) =>
    httpSms({
      gateway: gatewayFiles[way](far.url),
      secret,
      limits: limits.twilio,
      watch: { dependency() {}, breaker() {}, refused: (...what) => void refused.push(what) },
      ...site,
      ...more,
    })
  /** Ends a JSON string, a form field, a query, a header and a placeholder. */
  const nasty = `رمز ${secrets.code}","to":"212600000000"}&to=212600000000#?%22+ {secret}{toDigits}\r\nX: y\u2028`
  const arabic = { to: secrets.phone, body: nasty, ticket: 'ticket_1-x' }
  const callback = 'https://example.ma/mon_compte/webhooks/sms?ticket=ticket_1-x'

  for (const [way, expected] of Object.entries({
    json: { from: 'CNOPS', to: '212699887766', message: nasty, type: 'unicode', validity: 600, dlr_url: callback },
    form: {
      ...{ login: 'insurer', password: secret, sender: 'CNOPS', msisdn: '212699887766', content: nasty },
      ...{ encoding: 'UCS2', ttl: '600', callback },
    },
    query: {
      ...{ username: 'insurer', password: secret, from: 'CNOPS', to: '212699887766', text: nasty, coding: '2' },
      ...{ validity: '10', 'dlr-url': callback },
    },
  }) as [keyof typeof gatewayFiles, object][])
    test(`has its values where the file puts them, and no text ends its field (${way}; OTP-16, W-18)`, async () => {
      await by(way).send(arabic)
      const taken = far.texts.all.at(-1)!
      assert.deepEqual({ ...taken.fields }, expected)
      assert.equal(taken.text, nasty)
    })

  test('in plain letters says so, and asks for no report if none can arrive', async () => {
    await by('json', { publicUrl: new URL('http://localhost:3000') }).send({ ...arabic, body: 'CNOPS 774727' })
    const { dlr_url: dlr, type } = far.texts.all.at(-1)!.fields
    assert.deepEqual([dlr, type], [undefined, 'text'])
    await by('json').send({ to: secrets.phone, body: 'x' })
    assert.equal(far.texts.all.at(-1)!.fields['dlr_url'], undefined)
  })

  test('with a wrong secret is refused, by the status alone', async () => {
    assert.equal(await comesTo(by('json', { secret: 'another-token-of-ours' }).send(arabic)), 'sms-gateway-paused')
  })

  test('has Basic credentials if the file names a user', async () => {
    const given: (string | undefined)[] = []
    const own = await startSmsGateway({ secret, faults: req => void given.push(req.get('Authorization')) })
    const gateway = { ...gatewayFiles.json(own.url), headers: {}, basicUser: 'cnops' }
    assert.equal(await comesTo(by('json', { gateway }).send(arabic)), 'sms-gateway-paused')
    await own.close()
    assert.deepEqual(given, [`Basic ${btoa(`cnops:${secret}`)}`])
  })

  describe('is refused by an answer', () => {
    test('in text as by one in JSON', async () => {
      assert.equal(await comesTo(by('query').send({ ...arabic, to: '+0612' })), 'undeliverable')
      const gateway = gatewayFiles.query(far.url)
      const nameless = { ...gateway, query: { ...gateway.query, from: 'not a sender' } }
      assert.equal(await comesTo(by('query', { gateway: nameless }).send(arabic)), 'sms-gateway-paused')
    })

    for (const [what, body, code] of [
      ['the code of the row', { error: { code: 102, text: secrets.phone } }, '102'],
      ['a code that no row has', { error: { code: 'ERR_999' } }, 'ERR_999'],
      ['no code that can be a number of a phone', { error: { code: secrets.phone } }, 400],
      ['no code that can be a code of ours', { error: { code: secrets.code } }, 400],
      ['no text of theirs', { error: { code: `blocked: ${secrets.phone}` } }, 400],
      ['no inherited property', { error: {} }, 400],
    ] as const)
      test(`of which the log has ${what} (L-3)`, async t => {
        fault = { status: 400, body }
        t.after(() => {
          fault = undefined
        })
        await assert.rejects(by('json').send(arabic), discreet)
        assert.deepEqual((refused.at(-1) as unknown[]).at(-1), code)
      })
  })
})
