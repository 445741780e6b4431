import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { verify } from 'argon2'
import {
  codeSentTo,
  contactsOf,
  identityOf,
  leadsOn,
  leadsTo,
  PASSWORD,
  paymentOf,
  walkOn,
} from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } } })
})
after(() => service.stop())

for (const mode of ['both', 'fr', 'ar'])
  for (const identifier of ['registrationNumber', 'employerId'] as const)
    for (const payment of ['bank', 'postal'] as const)
      test(`a member paid by ${payment}, named by ${identifier}, activates the account in ${mode}, with a mistake and a changed address`, async () => {
        const file = service.enrol(payment)
        const { email, phone } = contactsOf(file)
        const member = service.member()

        await member.get(`?lang=${mode}`)
        leadsTo('conditions', await member.post(''))
        leadsTo('identite', await member.answer('conditions', { accepted: 'yes' }))
        await mistake(member, 'identite', { ...identityOf(file, identifier), nationalId: '12' })
        leadsTo('paiement', await member.answer('identite', identityOf(file, identifier)))
        leadsOn('paiement', await member.answer('paiement', paymentOf(file, identifier)))
        await walkOn(service, member, file, 'email')

        const wrongAddress = `typo-${email}`
        leadsTo('email-code', await member.answer('email', { email: wrongAddress, emailConfirmation: wrongAddress }))
        const oldCode = await codeSentTo(service, wrongAddress)
        const sent = await onceAllowed(() => member.answer('email', { email, emailConfirmation: email }))
        leadsTo('email-code', sent)
        const code = await codeSentTo(service, email)
        if (oldCode !== code) await mistake(member, 'email-code', { code: oldCode })
        leadsTo('mobile', await member.answer('email-code', { code }))
        leadsTo('mobile-code', await member.answer('mobile', { phone, phoneConfirmation: phone }))
        leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(service, phone) }))
        leadsTo('termine', await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))

        const done = await member.get('termine')
        assert.equal(done.status, 200)
        assert.match(done.html, new RegExp(`<html lang="${mode === 'ar' ? 'ar" dir="rtl' : 'fr" dir="ltr'}"`))
        leadsTo('termine', await member.get('email'))

        const account = service.farEnds.memberData.accounts.find(email)
        assert.equal(account?.phone, phone)
        assert.equal(account.language, mode === 'ar' ? 'ar' : 'fr')
        assert.ok(await verify(account.passwordHash, PASSWORD), 'the hash handed over is of the chosen password')
        const notice = await service.farEnds.smtp.next(email)
        assert.doesNotMatch(notice.text, /\b\d{6}\b/)
        await service.farEnds.twilio.next(phone)
      })

async function mistake(member: Member, path: string, fields: Record<string, string>): Promise<void> {
  const page = await member.answer(path, fields)
  assert.equal(page.status, 422)
  assert.match(page.html, /<title>(Erreur : |خطأ: )/)
}
