import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { startGoogle } from '../support/google.ts'
import { identityOf, leadsTo, walkTo } from '../support/journey.ts'
import { Member, type Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'
import { hasStrictHeaders, POLICY } from '../support/strict-headers.ts'

const GOOGLE = 'https://www.google.com/recaptcha/'
const WITH_WIDGET = ['identite', 'email-code', 'mobile-code'] as const
const WITHOUT = ['conditions', 'paiement', 'email', 'mobile', 'mot-de-passe'] as const

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

let ticks = 0
/** Someone who ticks Google's box on each page. */
class Visitor extends Member {
  override async answer(path: string, fields: Record<string, string>): Promise<Page> {
    return super.answer(path, { 'g-recaptcha-response': `solved ${ticks++}`, ...fields })
  }
}

/** Google's two origins for scripts and frames, the widget that needs them, and everything else as on every page. */
function letsGoogleIn({ headers, html }: Page): void {
  assert.match(html, /data-sitekey="site"/)
  const policy = String(headers.get('content-security-policy')).replace(/'nonce-[^']+'/, "'nonce-*'")
  const expected = POLICY.replace("'nonce-*'", `'nonce-*' ${GOOGLE} https://www.gstatic.com/recaptcha/`)
  assert.equal(policy, `${expected};frame-src ${GOOGLE} https://recaptcha.google.com/recaptcha/`)
  const nonce = /'nonce-([^']+)'/.exec(String(headers.get('content-security-policy')))![1]
  assert.ok(html.includes(`nonce="${nonce}"`), 'the scripts of the page carry the nonce of this policy')
}

function keepsGoogleOut({ headers, html }: Page, name: string): void {
  hasStrictHeaders({ headers: Object.fromEntries(headers) }, name)
  assert.doesNotMatch(html, /google/i, name)
}

describe('if reCAPTCHA is used, Google', () => {
  for (const page of WITH_WIDGET)
    test(`is allowed by the policy of the page ${page}, which shows its widget (W-5)`, async () => {
      const visitor = new Visitor(service.origin)
      await walkTo(service, visitor, service.enrol(), page)
      letsGoogleIn(await visitor.get(page))
      const refused = await visitor.post(page, {})
      assert.equal(refused.status, 422)
      letsGoogleIn(refused)
    })

  for (const page of WITHOUT)
    test(`is refused by the policy of the page ${page} (W-5)`, async () => {
      const visitor = new Visitor(service.origin)
      await walkTo(service, visitor, service.enrol(), page)
      keepsGoogleOut(await visitor.get(page), page)
      const refused = await visitor.post(page, {})
      assert.equal(refused.status, 422)
      keepsGoogleOut(refused, `${page} 422`)
    })

  test('is refused on the start, side pages, errors, redirects and files (W-5)', async () => {
    const visitor = new Visitor(service.origin)
    for (const path of [
      '',
      'conditions-generales',
      'accessibilite',
      'nulle-part',
      'assets/nulle-part.js',
      'email',
      'quitter',
      'captcha',
    ])
      keepsGoogleOut(await visitor.get(path), path)
    const member = new Visitor(service.origin)
    await walkTo(service, member, service.enrol(), 'identite')
    keepsGoogleOut(await member.post('identite', { _token: 'x' }), '403')
    keepsGoogleOut(await member.post('identite', { unheardOf: 'x' }), '400')
    const other = new Visitor(service.origin)
    await walkTo(service, other, service.enrol(), 'termine')
    keepsGoogleOut(await other.get('termine'), 'termine')
  })

  test('is refused once our own puzzle has replaced its widget (W-5, C-5)', async t => {
    const visitor = new Visitor(service.origin)
    const file = service.enrol()
    await walkTo(service, visitor, file, 'identite')
    letsGoogleIn(await visitor.get('identite'))
    fault = { status: 500, body: {} }
    t.after(() => {
      fault = undefined
    })
    const outage = await visitor.answer('identite', identityOf(file))
    assert.equal(outage.status, 503)
    keepsGoogleOut(outage, '503')
    keepsGoogleOut(await visitor.get('identite'), 'identite')
    leadsTo('paiement', await visitor.post('identite', { ...identityOf(file), ...(await visitor.proof('identite')) }))
  })
})
