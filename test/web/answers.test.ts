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
  walkTo,
} from '../support/journey.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } } })
})
after(() => service.stop())

/** A member on `page`, and what the insurer has on file of them. */
const on = (page: PagePath | 'termine', payment?: 'bank' | 'postal') => memberOn(service, page, payment)

describe('input that is not accepted', () => {
  test('stays on the page with 422, what was typed, and a summary that leads to the field', async () => {
    const { member } = await on('email')
    const page = await member.answer('email', { email: 'nobody', emailConfirmation: 'nobody' })
    assert.equal(page.status, 422)
    assert.equal(page.path, 'email')
    assert.match(page.html, /name="email"[^>]*value="nobody"/)
    assert.match(page.html, /<a href="#email"[^>]*>/)
    assert.match(page.html, /<title>Erreur : /)
  })

  test('never shows a password again', async () => {
    const { member } = await on('mot-de-passe')
    const page = await member.answer('mot-de-passe', { password: 'Sesame-ouvre', passwordConfirmation: 'Sesame-ouvre' })
    assert.equal(page.status, 422)
    assert.doesNotMatch(page.html, /Sesame/)
  })

  test('names every error of the page at once', async () => {
    const { member } = await on('identite')
    const page = await member.answer('identite', { identifierType: 'employerId', birthDay: '1', birthYear: '1960' })
    for (const field of ['employerId', 'nationalId', 'birthMonth'])
      assert.match(page.html, new RegExp(`href="#${field}"`))
    assert.doesNotMatch(page.html, /href="#registrationNumber"/)
  })

  test('of a date is refused with each part that cannot be read, and no other part is marked', async () => {
    const { member } = await on('identite')
    const wrongOf = async (date: Record<string, string>) => {
      const { html } = await member.answer('identite', date)
      return [...html.matchAll(/<input[^>]* name="(birth\w+)"[^>]* aria-describedby="\1-error"/g)].map(
        ([input, name]) => {
          assert.match(input, /aria-invalid="true"/)
          const said = new RegExp(`<p id="${name}-error".*?</p>`, 's').exec(html)![0].replace(/<[^>]+>/g, '')
          return [name, /Saisissez .*?\.(?= )|Cette date .*?\./.exec(`${said} `)?.[0].replace('&#39;', "'")]
        },
      )
    }
    const month = ['birthMonth', 'Saisissez le mois en chiffres, par exemple 5.']
    const year = ['birthYear', "Saisissez l'année avec ses quatre chiffres, par exemple 1960."]
    assert.deepEqual(await wrongOf({ birthDay: '12', birthMonth: 'mai', birthYear: '60' }), [month, year])
    assert.deepEqual(await wrongOf({ birthYear: '60', yearOnly: 'yes' }), [year])
    const never = ['birthMonth', "Cette date n'existe pas."]
    assert.deepEqual(await wrongOf({ birthDay: '12', birthMonth: '13', birthYear: '1960' }), [never])
  })

  test('is escaped when it is shown again', async () => {
    const { member } = await on('email')
    const page = await member.answer('email', { email: '"><script>x</script>', emailConfirmation: '{{7*7}}' })
    assert.doesNotMatch(page.html, /<script>x/)
    assert.match(page.html, /\{\{7\*7\}\}/)
  })
})

describe('the place of the member', () => {
  test('is the first page not yet answered, wherever they try to go', async () => {
    const { member } = await on('email')
    for (const page of ['email-code', 'mobile', 'mot-de-passe', 'termine', 'compte-actif'])
      leadsTo('email', await member.get(page))
    await member.get('email')
    leadsTo('email', await member.post('mobile', { phone: '0612345678', phoneConfirmation: '0612345678' }))
  })

  test('is the start page before anything was begun, and after the browser has lost its session', async () => {
    const member = service.member()
    leadsTo('', await member.get('identite'))
    member.cookies = 'sid=s%3Aforged.forged'
    leadsTo('', await member.get('identite'))
    const start = await member.get('')
    assert.match(start.html, /Le temps est écoulé/)
  })

  test('does not move when a page is read', async () => {
    const { member } = await on('identite')
    for (const page of ['conditions', 'conditions-generales', 'identite', 'identite', '']) await member.get(page)
    leadsTo('identite', await member.get('email'))
  })

  test('after the end is the done page, from every page', async () => {
    const { member } = await on('termine')
    for (const page of ['', 'conditions', 'mot-de-passe', 'mobile-code']) leadsTo('termine', await member.get(page))
    leadsTo('termine', await member.post('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
  })
})

describe('a changed answer', () => {
  test('to the e-mail page voids the proof of the address, and keeps the proof of the number (S-7, OTP-8)', async () => {
    const { member, email } = await on('mot-de-passe')
    const other = `other-${email}`
    const change = () => member.answer('email', { email: other, emailConfirmation: other })
    leadsTo('email-code', await onceAllowed(change))
    leadsTo('mot-de-passe', await member.answer('email-code', { code: await codeSentTo(service, other) }))
  })

  test('to the mobile page voids the proof of the number, and keeps the proof of the address (S-7, OTP-8)', async () => {
    const { member, phone } = await on('mot-de-passe')
    const other = phone.replace('+212612', '+212613')
    const change = () => member.answer('mobile', { phone: other, phoneConfirmation: other })
    leadsTo('mobile-code', await onceAllowed(change))
    leadsTo('mobile-code', await member.get('mot-de-passe'))
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(service, other) }))
  })

  test('that is the same answer again voids nothing and sends nothing', async () => {
    const { member, email } = await on('mot-de-passe')
    const sent = service.farEnds.smtp.mails.all.length
    leadsTo('mot-de-passe', await member.answer('email', { email, emailConfirmation: email }))
    assert.equal(service.farEnds.smtp.mails.all.length, sent)
  })

  test('of the identity by another number of theirs asks the payment question again', async () => {
    const { file, member } = await on('email')
    leadsTo('paiement', await member.answer('identite', identityOf(file, 'employerId')))
  })

  test('starts from a form filled in with the present answer', async () => {
    const { member, email } = await on('email-code')
    const page = await member.get('email')
    assert.match(page.html, new RegExp(`name="email"[^>]*value="${email}"`))
  })
})

describe('the identity and payment pages', () => {
  test('show the same page for an unknown number, a wrong card and a wrong date', async () => {
    const { file, member } = await on('identite')
    const right = identityOf(file)
    const wrong = [
      { ...right, registrationNumber: '123123123' },
      { ...right, nationalId: 'ZZ999999' },
      { ...right, birthYear: '1962' },
    ]
    const pages = []
    for (const fields of wrong) pages.push(await member.answer('identite', fields))
    assert.deepEqual(new Set(pages.map(({ status }) => status)), new Set([422]))
    assert.equal(new Set(pages.map(page => shared(page.html, wrong))).size, 1)
    assert.match(pages[0]!.html, /pas pu vérifier ces informations/)
  })

  test('ask the questions that the insurer names, and accept a whole RIB for the last eight digits (ID-10)', async () => {
    const { file, member } = await on('paiement', 'postal')
    const page = await member.get('paiement')
    assert.match(page.html, /name="civilStatusNumber"/)
    assert.doesNotMatch(page.html, /name="bankAccountLast8"|name="registrationNumber"/)
    assert.match(page.html, /name="employerId"[\s\S]*name="civilStatusNumber"/, 'in the order that it says')
    const { employerId, civilStatusNumber } = file as { employerId: string; civilStatusNumber: string }
    const tolerant = civilStatusNumber.replace('/', ' - / ')
    const typed = { employerId: employerId.toLowerCase(), civilStatusNumber: tolerant }
    leadsOn('paiement', await member.answer('paiement', typed))
  })

  test('say that an account is active only after the payment page (ID-12)', async () => {
    const [active] = await import('../../src/demo/member-data/members.ts').then(({ sampleMembers }) =>
      sampleMembers.filter(({ active }) => active),
    )
    const file = active!.file as Parameters<typeof identityOf>[0]
    const member = service.member()
    await walkTo(service, member, file, 'identite')
    leadsTo('paiement', await member.answer('identite', identityOf(file)))
    const { employerId, bankAccountLast8, civilStatusNumber } = active!.file
    const answers = { employerId, bankAccountLast8, civilStatusNumber }
    const given = Object.fromEntries(Object.entries(answers).filter(([, value]) => value)) as Record<string, string>
    leadsTo('compte-actif', await member.answer('paiement', given))
    assert.equal((await member.get('compte-actif')).status, 200)
    leadsTo('compte-actif', await member.get('email'))
  })
})

/** A page without what differs anyway: nonce, token, puzzle, time, and what was typed. */
function shared(html: string, typed: readonly Record<string, string>[]): string {
  const values = typed.flatMap(fields => Object.values(fields))
  return values
    .reduce((text, value) => text.replaceAll(`"${value}"`, '""'), html)
    .replace(
      /(nonce|data-puzzle)="[^"]+"|value="[\w.-]{32,}"|\d\d?(?::|\u00a0h\u00a0)\d\d|data-\w+="\d+"|Combien font[^<]*|كم[^<]*/g,
      '',
    )
}
