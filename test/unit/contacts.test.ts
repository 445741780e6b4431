import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { emailAddress, emailRepeated, sameAddress, shownAddress } from '../../src/domain/fields/email-address.ts'
import { mobileNumber, mobileRepeated, shownNumber } from '../../src/domain/fields/mobile-number.ts'
import { judge } from './judge.ts'

const GOOD = '+212612345678'
const MOROCCO = { phoneCountries: ['MA'], mobileRanges: ['074'] }
const numbers: [what: string, typed: string, taken: string][] = [
  ['as people say it', '06 12 34 56 78', GOOD],
  ['without the zero', '612345678', GOOD],
  ['with +212', '+212612345678', GOOD],
  ['with 212', '212612345678', GOOD],
  ['with (+212)', '(+212) 612-345678', GOOD],
  ['with 00212', '00212 612 345 678', GOOD],
  ['with (0) after +212', '+212 (0)6 12 34 56 78', GOOD],
  ['with a zero after +212', '+212 06 12 34 56 78', GOOD],
  ['with dots', '06.12.34.56.78', GOOD],
  ['with dashes', '06-12-34-56-78', GOOD],
  ['with non-breaking hyphens', '06\u201112\u201134\u201156\u201178', GOOD],
  ['with en dashes', '06–12–34–56–78', GOOD],
  ['with slashes', '06/12/34/56/78', GOOD],
  ['with underscores', '06_12_34_56_78', GOOD],
  ['with brackets', '(06) 12345678', GOOD],
  ['in Arabic-Indic digits', '٠٦١٢٣٤٥٦٧٨', GOOD],
  ['in Persian digits', '۰۶۱۲۳۴۵۶۷۸', GOOD],
  ['copied with direction marks', '\u202a+212 612-345678\u202c', GOOD],
  ['after its label', 'Tél. : 06 12 34 56 78', GOOD],
  ['after its label, without a space', 'GSM:0612345678', GOOD],
  ['after its label in Arabic', 'رقم الهاتف: ٠٦١٢٣٤٥٦٧٨', GOOD],
  ['of a range that the organisation file adds', '0740 12 34 56', '+212740123456'],
  ['of a range that nobody knows', '0790 12 34 56', '✗ format'],
  ['of an added range, too short', '0740 12 34 5', '✗ format'],
  ['of the 07 range', '07 00 00 00 00', '+212700000000'],
  ['of a land line', '0522 20 20 20', '✗ notMobile'],
  ['of a land line of the new kind', '0538 00 20 20', '✗ notMobile'],
  ['at premium rate', '0890 00 00 00', '✗ notMobile'],
  ['free of charge', '0800 00 00 00', '✗ notMobile'],
  ['of France', '+33 6 12 34 56 78', '✗ foreign'],
  ['of Spain, dialled', '0034 612 34 56 78', '✗ foreign'],
  ['of a satellite', '+881 6 12 34 56 78', '✗ foreign'],
  ['one digit short', '06 12 34 56 7', '✗ format'],
  ['one digit long', '06 12 34 56 789', '✗ format'],
  ['of the police', '19', '✗ format'],
  ['with an extension', '06 12 34 56 78 #12', '✗ format'],
  ['with an extension after a semicolon', '+212612345678;ext=12', '✗ format'],
  ['with a letter', '06 12 34 56 7B', '✗ format'],
  ['with a Cyrillic letter after it', '0612345678В', '✗ format'],
  ['in letters of the keypad', '06 FLOWERS8', '✗ format'],
  ['as two numbers', '0612345678, 0612345679', '✗ format'],
  ['as nothing', ' ', '✗ required'],
]

describe('a mobile number (OTP-15)', () => {
  for (const [what, typed, taken] of numbers)
    test(`${what}: ${typed}`, () => assert.equal(judge(mobileNumber(MOROCCO), typed), taken))

  test('of another country is accepted if that country is on the list', () => {
    assert.equal(judge(mobileNumber({ ...MOROCCO, phoneCountries: ['MA', 'FR'] }), '+33 6 12 34 56 78'), '+33612345678')
  })

  test('is shown as its owner writes it, one of another country with its country', () => {
    assert.equal(shownNumber(GOOD), '06 12 34 56 78')
    assert.equal(shownNumber('+33612345678'), '+33612345678')
    const land = mobileNumber(MOROCCO).safeParse('+212 522 20 20 20').error?.issues[0]
    assert.deepEqual(land?.code === 'custom' && land.params, { read: '05 22 20 20 20' })
  })

  test('repeated in another notation is the same number', () => {
    assert.equal(judge(mobileRepeated(MOROCCO), '00212612345678'), judge(mobileNumber(MOROCCO), '06 12 34 56 78'))
  })

  test('repeated wrongly is compared as typed, not judged', () => {
    assert.equal(judge(mobileRepeated(MOROCCO), '06 12 34'), '06 12 34')
    assert.equal(judge(mobileRepeated(MOROCCO), ''), '✗ required')
  })
})

const local = 'a'.repeat(64)
const domain = (length: number) => `${`${'d'.repeat(60)}.`.repeat(4).slice(0, length - 3)}.ma`
const addresses: [what: string, typed: string, taken: string][] = [
  ['plain', 'nom@exemple.ma', 'nom@exemple.ma'],
  ['with a plus and dots', 'prenom.nom+cnops@mail.exemple.ma', 'prenom.nom+cnops@mail.exemple.ma'],
  ['with capitals, of which the domain is lower-cased', 'Nom.P@EXEMPLE.Ma', 'Nom.P@exemple.ma'],
  ['with spaces around it', '  nom@exemple.ma ', 'nom@exemple.ma'],
  ['from a full-width keyboard', 'ｎｏｍ＠ｅｘｅｍｐｌｅ．ｍａ', 'nom@exemple.ma'],
  ['copied with invisible characters', '\u202anom@\u200bexemple.ma\u202c', 'nom@exemple.ma'],
  ['of 254 characters', `${local}@${domain(189)}`, `${local}@${domain(189)}`],
  ['of 255 characters', `${local}@${domain(190)}`, '✗ format'],
  ['with a line break and a header', 'a@b.ma\r\nBcc: c@d.ma', '✗ format'],
  ['with a bare line feed', 'a@b.ma\nBcc:c@d.ma', '✗ format'],
  ['with an escaped line feed', 'a@b.ma%0aBcc:c@d.ma', '✗ format'],
  ['as two, by comma', 'a@b.ma,c@d.ma', '✗ format'],
  ['as two, by a comma before the at', 'a@b,c@d.ma', '✗ format'],
  ['as two, by semicolon', 'a@b.ma;c@d.ma', '✗ format'],
  ['as two, by space', 'a@b.ma c@d.ma', '✗ format'],
  ['with a quoted local part', '"a b"@c.ma', '✗ format'],
  ['with a name', 'Nom <a@b.ma>', '✗ format'],
  ['with a comment', 'a(x)@b.ma', '✗ format'],
  ['with a number for a domain', 'a@[127.0.0.1]', '✗ format'],
  ['with a bare number for a domain', 'a@127.0.0.1', '✗ format'],
  ['without a dot in the domain', 'a@localhost', '✗ format'],
  ['without an at', 'nom.exemple.ma', '✗ format'],
  ['with two ats', 'a@b@c.ma', '✗ format'],
  ['with a Cyrillic letter', 'nom@exemplе.ma', '✗ format'],
  ['with a Cyrillic letter in punycode', 'nom@xn--exempl-6of.ma', '✗ format'],
  ['with a percent sign that routes it elsewhere', 'a%b.ma@c.ma', '✗ format'],
  ['with an ampersand, a slash, an equals sign, an apostrophe', "l'a&b/c=d+e@exemple.ma", "l'a&b/c=d+e@exemple.ma"],
  ['under .المغرب', 'nom@exemple.المغرب', 'nom@exemple.xn--mgbc0a9azcg'],
  ['under .المغرب, as browsers send it', 'nom@exemple.xn--mgbc0a9azcg', 'nom@exemple.xn--mgbc0a9azcg'],
  ['after its label', 'E-mail : nom@exemple.ma', 'nom@exemple.ma'],
  ['with the space that a keyboard puts before the at', 'nom @exemple.ma', 'nom@exemple.ma'],
  ['with the full stop that a keyboard puts after it', 'nom@exemple.ma.', 'nom@exemple.ma'],
  ['with two dots in a row', 'a..b@exemple.ma', '✗ format'],
  ['with a dot before the at', 'a.@exemple.ma', '✗ format'],
  ['as nothing', '\u200f', '✗ required'],
]

describe('an e-mail address', () => {
  for (const [what, typed, taken] of addresses)
    test(`${what} is ${taken.startsWith('✗') ? 'refused' : 'taken'} (W-18)`, () => {
      assert.equal(judge(emailAddress, typed), taken)
    })

  test('repeated with another case of the domain is the same address', () => {
    assert.equal(judge(emailRepeated, ' nom@EXEMPLE.ma '), judge(emailAddress, 'nom@exemple.MA'))
  })

  test('repeated with a capital, as phones begin, is the same address', () => {
    assert.ok(sameAddress('Nom@exemple.ma', 'nom@exemple.ma'))
    assert.ok(!sameAddress('nom@exemple.ma', 'non@exemple.ma'))
  })

  test('is shown in the letters of its country, whatever the browser made of it (W-18)', () => {
    assert.equal(shownAddress('nom@exemple.xn--mgbc0a9azcg'), 'nom@exemple.المغرب')
    assert.equal(shownAddress('Nom@Exemple.ma'), 'Nom@Exemple.ma')
    assert.equal(shownAddress('xn--'), 'xn--')
  })
})
