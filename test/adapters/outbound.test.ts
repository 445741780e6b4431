import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttp, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { recaptcha } from '../../src/adapters/captcha/recaptcha.ts'
import { httpSms } from '../../src/adapters/carrier/http/index.ts'
import { memberRegistry } from '../../src/adapters/member-api/index.ts'
import { memoryReplayGuard } from '../../src/adapters/memory/replay-guard.ts'
import { createCallTwilio } from '../../src/adapters/twilio/call.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { createAuthority } from '../support/certificates.ts'
import { gatewayFiles } from '../support/gateway-files.ts'
import { limits } from './samples.ts'

type Misbehaviour = (asked: string[]) => Parameters<typeof createHttp>[1]

const claim = {
  identifier: { type: 'registrationNumber', value: '12345678' },
  nationalId: 'AB1',
  birthDate: '1960-01-01',
} as const
/** Each service that is asked over HTTP, and a question to it. */
const services: Record<string, (url: string) => Promise<unknown>> = {
  'the member-data API': url => memberRegistry({ url, token: 't', limits: limits.memberApi }).checkIdentity(claim),
  reCAPTCHA: url =>
    recaptcha({ secretKey: 's', verifyUrl: url, hostname: 'localhost', replays: memoryReplayGuard() }).verify(
      { 'g-recaptcha-response': 'token' },
      { action: 'identity', flow: 'f' },
      '',
    ),
  Twilio: url =>
    createCallTwilio({ apiUrl: url, accountSid: `AC${'0'.repeat(32)}`, authToken: 't', limits: limits.twilio })(
      'sms',
      '+212612345678',
      ({ messages }) => messages.create({ from: 'CNOPS', to: '+212612345678', body: 'x' }),
    ),
  'an SMS gateway': url =>
    httpSms({
      gateway: gatewayFiles.json(url),
      secret: 's',
      limits: limits.twilio,
      ...{ publicUrl: new URL('http://localhost:3000'), basePath: '', validitySeconds: 600 },
    }).send({ to: '+212612345678', body: 'x' }),
}

const misbehaviours: Record<string, Misbehaviour> = {
  'leads elsewhere': asked => (req, res) => {
    asked.push(req.url!)
    res.writeHead(302, { location: `http://127.0.0.1:${(req.socket.address() as AddressInfo).port}/elsewhere` }).end()
  },
  'answers with five megabytes': asked => (req, res) => {
    asked.push(req.url!)
    res.writeHead(200, { 'content-type': 'application/json' }).end(`{"padding":"${'x'.repeat(5_000_000)}"}`)
  },
  'answers with something else': asked => (req, res) => {
    asked.push(req.url!)
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"member":{"__proto__":1}}')
  },
}

const unavailable = (error: unknown) => error instanceof Unavailable

for (const [service, ask] of Object.entries(services))
  describe(`${service} (X-4)`, () => {
    for (const [what, misbehave] of Object.entries(misbehaviours)) {
      // With any 2xx of Twilio, the message is under way.
      if (service === 'Twilio' && what === 'answers with something else') continue
      test(`that ${what} is out of service, and is followed nowhere`, async t => {
        const asked: string[] = []
        const url = await listening(createHttp(misbehave(asked)), t)
        await assert.rejects(ask(url), unavailable)
        assert.ok(
          asked.every(path => path !== '/elsewhere'),
          asked.join(' '),
        )
      })
    }

    test('is not asked by way of a proxy that the environment names', async t => {
      const asked: string[] = []
      const proxy = await listening(
        createHttp((req, res) => {
          asked.push(req.url!)
          res.end('{}')
        }),
        t,
      )
      for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])
        process.env[name] = proxy
      t.after(() => {
        for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])
          delete process.env[name]
      })
      await assert.rejects(ask('http://127.0.0.1:9'), unavailable)
      assert.deepEqual(asked, [])
    })
  })

describe('an untrusted certificate (X-4)', () => {
  const strangers = createAuthority()
  after(() => strangers.remove())
  const certificate = strangers.issue('DNS:localhost')

  for (const [service, ask] of Object.entries(services))
    test(`is refused from ${service}, and nothing is sent to it`, async t => {
      let asked = 0
      const server = createHttps(certificate, (_req, res) => {
        asked++
        res.end('{}')
      })
      await listening(server, t)
      await assert.rejects(ask(`https://localhost:${(server.address() as AddressInfo).port}`), unavailable)
      assert.equal(asked, 0)
    })
})

async function listening(server: Server, t: { after(end: () => void): void }): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
