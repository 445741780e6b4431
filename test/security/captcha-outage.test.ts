import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { startGoogle } from '../support/google.ts'
import { identityOf, leadsTo, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let google: Awaited<ReturnType<typeof startGoogle>>
let service: Service
let fault: Fault | undefined
before(async () => {
  google = await startGoogle(() => fault)
  service = await startService({ environment: google.environment })
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
