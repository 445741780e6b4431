import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { startGoogle } from '../support/google.ts'
import { identityOf, leadsTo, walkTo } from '../support/journey.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'

let google: Awaited<ReturnType<typeof startGoogle>>
let service: ServiceProcess
let fault: Fault | undefined
before(async () => {
  google = await startGoogle(() => fault)
})
after(() => google.close())

for (const [name, kind, withinMs] of [
  ['answers 500', { status: 500, body: {} }, 3000],
  ['does not answer', 'hang', 10_000],
] satisfies [string, Fault, number][])
  describe(`when reCAPTCHA ${name} (F10)`, () => {
    beforeEach(async () => {
      fault = undefined
      service = await startProcess({ environment: google.environment })
    })

    test('our own puzzle takes its place, and nobody passes without a proof', async t => {
      t.after(() => service.stop())
      const [first, second] = [service.member(), service.member()]
      const files = [service.enrol(), service.enrol()] as const
      await walkTo(service, first, files[0], 'identite')
      await walkTo(service, second, files[1], 'identite')
      assert.match((await first.get('identite')).html, /data-sitekey="site"/)
      await second.get('identite')

      fault = kind
      const startedAt = performance.now()
      const outage = await first.post('identite', { ...identityOf(files[0]), 'g-recaptcha-response': 'solved' })
      const tookMs = Math.round(performance.now() - startedAt)
      t.diagnostic(`reCAPTCHA ${name}: 503 with our own puzzle after ${tookMs} ms`)
      assert.equal(outage.status, 503)
      assert.ok(outage.headers.get('retry-after'))
      assert.match(outage.html, /name="altcha"/)
      assert.ok(outage.html.includes(`value="${files[0].nationalId}"`))
      assert.ok(tookMs < withinMs, `${tookMs} ms`)

      for (const stale of [{}, { 'g-recaptcha-response': 'solved' }, { altcha: 'made up' }])
        assert.equal((await second.post('identite', { ...identityOf(files[1]), ...stale })).status, 422)
      assert.match((await second.get('identite')).html, /name="altcha"/)
      const withProof = async () => ({ ...identityOf(files[0]), ...(await first.proof('identite')) })
      const wrong = { nationalId: 'ZZ999999' }
      assert.equal((await first.post('identite', { ...(await withProof()), ...wrong })).status, 422)
      leadsTo('paiement', await first.post('identite', await withProof()))
      const failed = /^wizard_dependency_seconds_count\{name="recaptcha",outcome="failed"\} ([1-9])/m
      assert.match(await service.metrics(), failed)
    })
  })
