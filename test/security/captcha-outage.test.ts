import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import express from 'express'
import { type Fault, faulty } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'
import { identityOf, leadsTo, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let google: Awaited<ReturnType<typeof listen>>
let service: Service
let fault: Fault | undefined
before(async () => {
  const app = express().use(express.urlencoded({ extended: false }), faulty({ faults: () => fault }))
  app.post('/', (req, res) => {
    const success = req.body.response === 'solved'
    res.json({ success, hostname: 'localhost', challenge_ts: new Date().toISOString() })
  })
  google = await listen(app)
  const keys = { RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_SECRET_KEY: 'secret', RECAPTCHA_VERIFY_URL: google.url }
  service = await startService({ environment: { CAPTCHA: 'recaptcha', ...keys } })
})
after(async () => {
  await service.stop()
  await google.close()
})

test('when reCAPTCHA does not answer, the page comes back with our own puzzle, which is asked for in its place (C-5)', async () => {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'identite')
  const shown = await member.get('identite')
  assert.match(shown.html, /data-sitekey="site"/)
  assert.doesNotMatch(shown.html, /name="altcha"/)

  fault = { status: 500, body: {} }
  const outage = await member.post('identite', { ...identityOf(file), 'g-recaptcha-response': 'solved' })
  assert.equal(outage.status, 503)
  assert.match(outage.html, /name="altcha"/)
  assert.match(outage.html, new RegExp(`value="${file.nationalId}"`))
  for (const stale of [{}, { 'g-recaptcha-response': 'solved' }])
    assert.equal(
      (await member.post('identite', { ...identityOf(file), ...stale })).status,
      422,
      'never without a proof',
    )
  leadsTo('paiement', await member.post('identite', { ...identityOf(file), ...(await member.proof('identite')) }))
})
