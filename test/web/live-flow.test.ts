import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../../src/demo/faults.ts'
import { codeSentTo, contactsOf, identityOf, leadsTo, PASSWORD, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
/** What the insurer answers instead. */
let fault: Fault | undefined
before(async () => {
  service = await startService({
    limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
    environment: { CAPTCHA: 'off' },
    memberData: { faults: () => fault },
  })
})
after(() => service.stop())

async function saysEndedElsewhere(member: ReturnType<Service['member']>, page: Page) {
  leadsTo('', page)
  const start = await member.get(new URL(page.headers.get('location')!, service.origin).search)
  assert.match(start.html, /sur un autre appareil ou dans une autre fenêtre/)
  assert.match(start.html, /على جهاز آخر أو في نافذة أخرى/)
}

describe('a member who proves who they are a second time', () => {
  const forms = {
    email: async () => ({ email: 'late@example.ma', emailConfirmation: 'late@example.ma' }),
    'email-code': async () => ({ code: '000000' }),
    'email-code/renvoyer': async () => ({}),
    mobile: async () => ({ phone: '0612345678', phoneConfirmation: '0612345678' }),
    'mobile-code': async () => ({ code: '000000' }),
    'mot-de-passe': async () => ({ password: PASSWORD, passwordConfirmation: PASSWORD }),
  }
  for (const [path, form] of Object.entries(forms))
    test(`ends the older flow at /${path}, which says that they went on elsewhere (S-11)`, async () => {
      const file = service.enrol()
      const [older, newer] = [service.member(), service.member()]
      const page = path.split('/')[0] as keyof typeof forms
      await walkTo(service, older, file, page as Parameters<typeof walkTo>[3])
      await older.get(page)
      await walkTo(service, newer, file, 'email')
      if (path.endsWith('renvoyer')) await sleep(1100)
      await saysEndedElsewhere(older, await older.post(path, await form()))
      const { email } = contactsOf(file)
      const other = `newer-${email}`
      leadsTo('email-code', await newer.answer('email', { email: other, emailConfirmation: other }))
      leadsTo('mobile', await newer.answer('email-code', { code: await codeSentTo(service, other) }))
    })

  test('in the older flow takes it up again', async () => {
    const file = service.enrol()
    const [older, newer] = [service.member(), service.member()]
    await walkTo(service, older, file, 'email')
    await walkTo(service, newer, file, 'email')
    leadsTo('paiement', await older.answer('identite', identityOf(file)))
    leadsTo('email', await older.answer('paiement', paymentOf(file)))
    const form = { email: 'again@example.ma', emailConfirmation: 'again@example.ma' }
    await saysEndedElsewhere(newer, await newer.answer('email', form))
    leadsTo('email-code', await older.answer('email', form))
  })

  test('is not ended by who fails the payment questions (S-11)', async () => {
    const file = service.enrol()
    const [older, thief] = [service.member(), service.member()]
    await walkTo(service, older, file, 'email')
    await walkTo(service, thief, file, 'paiement')
    await thief.answer('paiement', { ...paymentOf(file), bankAccountLast8: '00000000' })
    const { email } = contactsOf(file)
    leadsTo('email-code', await older.answer('email', { email, emailConfirmation: email }))
  })
})

describe('the password page', () => {
  test('takes nothing from a member for passwords that break the rule, or that are typed differently (PW-6)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'mot-de-passe')
    for (const passwordConfirmation of ['weak', PASSWORD])
      for (let submit = 0; submit < 5; submit++)
        assert.equal((await member.answer('mot-de-passe', { password: 'weak', passwordConfirmation })).status, 422)
    leadsTo('termine', await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
  })

  test('takes nothing from a member while the insurer is out of reach (PW-6, REL-D1)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'mot-de-passe')
    const submit = () => member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD })
    const body = { type: '/problems/busy', title: 'Out', status: 503 }
    fault = { status: 503, body, headers: { 'content-type': 'application/problem+json' } }
    for (let time = 0; time < 7; time++) assert.equal((await submit()).status, 503)
    fault = undefined
    leadsTo('termine', await submit())
  })
})
