import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import tls from 'node:tls'
import { smtpMailer } from '../../src/adapters/smtp/index.ts'
import { type Refusal, startSmtpServer } from '../../src/demo/smtp-server.ts'
import { type Certificate, createAuthority } from '../support/certificates.ts'
import { comesTo, limits, secrets } from './samples.ts'

const sender = { from: 'no-reply@example.ma', senderName: 'CNOPS', limits: limits.smtp }
const words = { subject: 'Votre code', text: `Code : ${secrets.code}`, html: `<p>${secrets.code}</p>` }
/** Reaches this machine, and is not loopback: STARTTLS is required. */
const ELSEWHERE = '0.0.0.0'
const NAMES = `DNS:localhost,IP:${ELSEWHERE}`
const usual = tls.getCACertificates('default')
const ours = createAuthority()
const strangers = createAuthority()
const right = ours.issue(NAMES)

before(() => tls.setDefaultCACertificates([...usual, ours.cert]))
after(() => {
  tls.setDefaultCACertificates(usual)
  for (const authority of [ours, strangers]) authority.remove()
})

type Tls = Certificate & { maxVersion?: 'TLSv1.1' }

/** A server that wants a login, a mailer that has one, and what the server has seen of it. */
async function server(t: TestContext, way: 'STARTTLS' | 'implicit TLS', certificate: Tls | undefined) {
  const seen: string[] = []
  const refusal = (at: Refusal['at']) => void seen.push(at)
  const implicit = way === 'implicit TLS'
  const smtp = await startSmtpServer({ login: true, refusal, tls: certificate && { ...certificate, implicit } })
  t.after(() => smtp.close())
  const { protocol, port } = new URL(smtp.url)
  const url = `${protocol}//user:${secrets.token}@${ELSEWHERE}:${port}`
  const mailer = smtpMailer({ url, ...sender })
  t.after(() => mailer.close())
  return { smtp, seen, send: () => mailer.send({ to: secrets.email, ...words }) }
}

describe('a mail server elsewhere', { concurrency: true }, () => {
  for (const way of ['STARTTLS', 'implicit TLS'] as const) {
    test(`gets login and mail by ${way} if its certificate is right (X-4)`, async t => {
      const { smtp, seen, send } = await server(t, way, right)
      await send()
      assert.ok(seen.includes('AUTH'))
      const { secure, text } = await smtp.next(secrets.email)
      assert.deepEqual([secure, text.trim()], [true, words.text])
    })

    for (const [what, certificate] of [
      ['is for another name', ours.issue('DNS:mail.example.org')],
      ['has expired', ours.issue(NAMES, -1)],
      ['is of an authority that nobody trusts', strangers.issue(NAMES)],
      ['comes with TLS 1.1', { ...right, maxVersion: 'TLSv1.1' }],
    ] satisfies [string, Tls][])
      test(`gets neither by ${way} if its certificate ${what}: certainly nothing was sent (X-4)`, async t => {
        const { smtp, seen, send } = await server(t, way, certificate)
        assert.equal(await comesTo(send()), 'smtp')
        assert.deepEqual(smtp.mails.all, [])
        assert.ok(!seen.includes('AUTH'), seen.join())
      })
  }

  test('gets neither if it offers no STARTTLS, or somebody in between takes the offer out (X-4)', async t => {
    const { smtp, seen, send } = await server(t, 'STARTTLS', undefined)
    assert.equal(await comesTo(send()), 'smtp-paused')
    assert.deepEqual(smtp.mails.all, [])
    assert.ok(!seen.includes('AUTH'), seen.join())
  })

  test('gets neither by implicit TLS if it speaks SMTP in clear (X-4)', async t => {
    const smtp = await startSmtpServer()
    t.after(() => smtp.close())
    const mailer = smtpMailer({ url: smtp.url.replace('smtp:', 'smtps:').replace('127.0.0.1', ELSEWHERE), ...sender })
    t.after(() => mailer.close())
    assert.equal(await comesTo(mailer.send({ to: secrets.email, ...words })), 'smtp')
    assert.deepEqual(smtp.mails.all, [])
  })
})
