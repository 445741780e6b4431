import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeSentTo, contactsOf, identityOf, leadsTo, PASSWORD, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({
    limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
    environment: { CAPTCHA: 'off' },
  })
})
after(() => service.stop())

async function isTold(member: ReturnType<Service['member']>, page: Page) {
  leadsTo('', page)
  const told = await member.get(new URL(page.headers.get('location')!, service.origin).search)
  assert.match(told.html, /sur un autre appareil ou dans une autre fenêtre/)
  assert.match(told.html, /على جهاز آخر أو في نافذة أخرى/)
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
      await isTold(older, await older.post(path, await form()))
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
    await isTold(newer, await newer.answer('email', form))
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
  test('takes five submits in ten minutes of one session (PW-6)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'mot-de-passe')
    assert.equal((await member.answer('mot-de-passe', {})).status, 422, 'an empty form is none')
    const weak = { password: 'weak', passwordConfirmation: 'weak' }
    for (let submit = 0; submit < 5; submit++) assert.equal((await member.answer('mot-de-passe', weak)).status, 422)
    const page = await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD })
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) > 580)
    assert.match(page.html, /<a [^>]*href="\/mon_compte">Reprendre/)
  })
})
