import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  codeSentTo,
  identityOf,
  leadsOn,
  leadsTo,
  memberOn,
  PASSWORD,
  type PagePath,
  paymentOf,
} from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ environment: { CAPTCHA: 'off' } })
})
after(() => service.stop())

const on = (page: PagePath | 'termine', payment?: 'bank' | 'postal') => memberOn(service, page, payment)

describe('a number as people hold it', () => {
  test('is read with its label on the identity page (ID-11)', async () => {
    const { file, member } = await on('identite')
    const { registrationNumber, nationalId } = identityOf(file)
    const typed = { registrationNumber: `N° ${registrationNumber}`, nationalId: `CIN ${nationalId!.toLowerCase()}` }
    leadsTo('paiement', await member.answer('identite', { ...identityOf(file), ...typed }))
  })

  test('is read with its label and its zeros, and its year in short, on the payment page (ID-11)', async () => {
    const { file, member } = await on('paiement', 'postal')
    const { civilStatusNumber } = paymentOf(file)
    const short = `N° 00${civilStatusNumber!.replace('/19', '/')}`
    const typed = { employerId: `PPR : ${file.employerId}`, civilStatusNumber: short }
    leadsOn('paiement', await member.answer('paiement', typed))
  })

  test('that may include a rank is refused, shown as it was read, and never counted (ID-11, ID-6)', async () => {
    const { file, member } = await on('identite')
    const identity = identityOf(file)
    for (let n = 0; n < 7; n++) {
      const page = await member.answer('identite', {
        ...identity,
        registrationNumber: `${identity.registrationNumber}/01`,
      })
      assert.equal(page.status, 422)
      assert.match(page.html, new RegExp(`Nous avons lu.*${identity.registrationNumber} \\+ 01.*en un seul bloc`, 's'))
    }
    leadsTo('paiement', await member.answer('identite', identity))
    const payment = paymentOf(file)
    for (let n = 0; n < 7; n++) {
      const page = await member.answer('paiement', { ...payment, employerId: `${payment['employerId']}/01` })
      assert.equal(page.status, 422)
      assert.match(page.html, /href="#employerId"/)
    }
    leadsOn('paiement', await member.answer('paiement', payment))
  })

  test('of a birth year is accepted alone if day and month are printed as 00 (ID-11)', async () => {
    const member = service.member()
    const fatna = { registrationNumber: '090071548', nationalId: 'A19480' }
    await member.get('')
    await member.post('')
    await member.answer('conditions', { accepted: 'yes' })
    const typed = { identifierType: 'registrationNumber', ...fatna, birthYear: '1948' }
    const refused = await member.answer('identite', typed)
    assert.equal(refused.status, 422)
    assert.match(refused.html, /saisissez l(?:'|&#39;)année et cochez/)
    leadsTo('paiement', await member.answer('identite', { ...typed, birthDay: '00', birthMonth: '00' }))
  })
})

describe('a contact as people hold it', () => {
  test('under .المغرب is taken, shown as it was typed, and written to (W-18)', async () => {
    const { file, member, phone } = await on('email')
    const address = `member-${file.nationalId.toLowerCase()}@exemple.المغرب`
    const inDns = address.replace('المغرب', 'xn--mgbc0a9azcg')
    const refused = await member.answer('email', { email: inDns, emailConfirmation: 'other@exemple.ma' })
    assert.match(refused.html, new RegExp(`name="email"[^>]*value="${address}"`))
    leadsTo('email-code', await member.answer('email', { email: address, emailConfirmation: inDns }))
    const page = await member.get('email-code')
    assert.match(page.html, new RegExp(`<bdi dir="ltr" translate="no">${address}</bdi>`))
    leadsTo('mobile', await member.answer('email-code', { code: await codeSentTo(service, address) }))
    leadsTo('mobile-code', await member.answer('mobile', { phone, phoneConfirmation: phone }))
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(service, phone) }))
    assert.match((await member.get('mot-de-passe')).html, /<bdi dir="ltr" translate="no">m•••@exemple\.المغرب<\/bdi>/)
    leadsTo('termine', await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
    assert.equal(service.farEnds.memberData.accounts.find(file.registrationNumber)?.email, inDns)
  })

  test('is the same address with a capital in one entry', async () => {
    const { member, email } = await on('email')
    leadsTo('email-code', await member.answer('email', { email, emailConfirmation: `M${email.slice(1)}` }))
  })

  test('abroad is refused with the words that only Moroccan numbers are accepted, and whom to call (OTP-15)', async () => {
    const { member } = await on('mobile')
    const phone = '+33 6 12 34 56 78'
    const page = await member.answer('mobile', { phone, phoneConfirmation: phone })
    assert.equal(page.status, 422)
    assert.match(page.html, /numéros de mobile marocains.*\+33612345678.*05 38 00 20 20/s)
    assert.match(page.html, /أرقام الهاتف المحمول المغربية/)
    assert.equal(service.farEnds.twilio.texts.all.filter(({ to }) => to.startsWith('+33')).length, 0)
  })

  test('is proved by the whole message, pasted (OTP-1)', async () => {
    const { member, email } = await on('email-code')
    const { text } = await service.farEnds.smtp.next(email)
    leadsTo('mobile', await member.answer('email-code', { code: text }))
  })
})
