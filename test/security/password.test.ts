import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import argon2 from 'argon2'
import { contactsOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ environment: { CAPTCHA: 'off' }, limits: { password: { perSession: [[100, 600]] } } })
})
after(() => service.stop())

async function atPassword() {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'mot-de-passe')
  return { member, page: await member.get('mot-de-passe'), ...contactsOf(file) }
}
/** What the insurer receives of a password typed on the page. */
async function hashOf(password: string): Promise<string> {
  const { member, email } = await atPassword()
  leadsTo('termine', await member.post('mot-de-passe', form(password)))
  return service.farEnds.memberData.accounts.find(email)!.passwordHash
}

const form = (password: string, passwordConfirmation = password) => ({ password, passwordConfirmation })

describe('the password page', () => {
  test('lets managers and paste do their work, and repeats no password (PW-7)', async () => {
    const { member, page, email } = await atPassword()
    const username = /<input[^>]*autocomplete="username"[^>]*>/.exec(page.html)![0]
    assert.ok(username.includes(`value="${email}"`))
    assert.doesNotMatch(username, / name=/, 'a field that the form does not have would be malformed (W-14)')
    for (const name of ['password', 'passwordConfirmation']) {
      const input = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(page.html)![0]
      assert.match(input, /type="password"/)
      assert.match(input, /autocomplete="new-password"/)
      assert.doesNotMatch(input, /onpaste|readonly|maxlength/)
    }
    for (const fields of [form('court'), form('Cheval bleu 7', 'Cheval bleu 8'), form('x'.repeat(2000))]) {
      const refused = await member.post('mot-de-passe', fields)
      assert.equal(refused.status, 422)
      for (const typed of Object.values(fields)) assert.ok(!refused.html.includes(typed))
      assert.doesNotMatch(/<input[^>]*name="password"[^>]*>/.exec(refused.html)![0], /value="[^"]/)
    }
  })

  test('compares the two entries on the server (PW-7)', async () => {
    const { member } = await atPassword()
    const page = await member.post('mot-de-passe', form('Cheval bleu 7', 'Cheval bleu 8'))
    assert.equal(page.status, 422)
    assert.match(page.html, /mots de passe sont différents/)
  })

  const refused: [password: string, why: RegExp][] = [
    ['Court 1', /8 caractères au minimum/],
    ['sans majuscule 1', /Ajoutez une majuscule/],
    ['Sans chiffre', /Ajoutez un chiffre/],
    ['Password1', /Trop courant/],
    ['Azerty123', /Trop courant/],
    ['Maroc2024', /Trop courant/],
    ['Cnops2024', /Trop courant/],
    ['Casablanca1', /Trop courant/],
    ['كلمة المرور ١٢٣', /Ajoutez une majuscule/],
    [`A1${'x'.repeat(127)}`, /128/],
  ]
  test('refuses what the rule refuses, and says why (PW-1 to PW-3) (PW-1, PW-3)', async () => {
    const { member } = await atPassword()
    for (const [password, why] of refused) {
      const page = await member.post('mot-de-passe', form(password))
      assert.equal(page.status, 422, password)
      assert.match(page.html, why, password)
    }
  })

  test('shows all that is missing at once, in both languages, beside the field and in the summary', async () => {
    const { member } = await atPassword()
    const { html } = await member.post('mot-de-passe', form('court', 'autre'))
    const all = [/8 caractères au minimum\. Ajoutez une majuscule\. Ajoutez un chiffre\./g]
    for (const sentences of [...all, /أدخلوا 8 أحرف على الأقل\. أضيفوا حرفا لاتينيا كبيرا، مثل A\. أضيفوا رقما\./g])
      assert.equal(html.replace(/<\/?bdi[^>]*>/g, '').match(sentences)?.length, 2, String(sentences))
    assert.match(html, /href="#passwordConfirmation"/)
  })

  test('refuses a word, a sign and a year, names of the country, and address and number of the member (PW-3)', async () => {
    const { member, email, phone } = await atPassword()
    for (const password of [
      'Cnops@2026',
      'Rabat@2024',
      'Ghizlane1',
      'Hamdoullah1',
      `${email.split('@')[0]!.replace('m', 'M')}!`,
      `A${phone.replace('+212', '0')}`,
    ]) {
      const page = await member.post('mot-de-passe', form(password))
      assert.equal(page.status, 422, password)
      assert.match(page.html, /Trop courant/, password)
    }
  })

  test('hashes a password to its last character: the hundredth of 128 makes another (PW-2)', async () => {
    const password = `Cheval 7 ${'é'.repeat(90)}${'x'.repeat(29)}`
    const other = `${password.slice(0, 99)}y${password.slice(100)}`
    const hash = await hashOf(password)
    assert.deepEqual(await Promise.all([argon2.verify(hash, password), argon2.verify(hash, other)]), [true, false])
  })

  test('hashes a password as it was typed, blanks at its ends and capitals included, but composed (PW-2)', async () => {
    const composed = '  \u00c9t\u00e9 Bleu 7 pommes  '
    const hash = await hashOf(composed.normalize('NFD'))
    const others = [composed, composed.normalize('NFD'), composed.trim(), composed.toLowerCase()]
    const same = await Promise.all(others.map(password => argon2.verify(hash, password)))
    assert.deepEqual(same, [true, false, false, false])
  })

  test('hands over argon2id with the parameters of PW-5, and signs nobody in (PW-8, PW-5)', async () => {
    const { member, email } = await atPassword()
    const before = member.cookies.split('; ').map(pair => pair.split('=')[0])
    leadsTo('termine', await member.post('mot-de-passe', form(PASSWORD)))
    const { passwordHash } = service.farEnds.memberData.accounts.find(email)!
    const [, salt = '', hash = ''] = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([^$]+)\$([^$]+)$/.exec(passwordHash) ?? []
    assert.deepEqual(
      [salt, hash].map(part => Buffer.from(part, 'base64').length),
      [16, 32],
    )
    const done = await member.get('termine')
    assert.deepEqual(
      member.cookies.split('; ').map(pair => pair.split('=')[0]),
      before,
    )
    assert.ok(done.html.includes(`href="${service.config.organisation.memberSpace.url}"`))
  })
})
