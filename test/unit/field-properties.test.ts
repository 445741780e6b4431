import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bankAccountLast8 } from '../../src/domain/fields/bank-account.ts'
import { civilStatusNumber } from '../../src/domain/fields/civil-status.ts'
import { clean, cleaned, optional } from '../../src/domain/fields/clean.ts'
import { emailAddress, emailRepeated } from '../../src/domain/fields/email-address.ts'
import { identifier, nationalId, unjudged } from '../../src/domain/fields/identifiers.ts'
import { mobileNumber, mobileRepeated } from '../../src/domain/fields/mobile-number.ts'
import { sixDigits } from '../../src/domain/fields/typed-code.ts'
import { readOrganisation } from './organisation.ts'

const NASTY = [
  ...['В', '\u0301', '\u0338', '\u0653', 'ـ', '\ufe71', 'ﷺ', 'ß', 'ı', 'İ', '½', '\ufffe', '\ud800', '\udc00'],
  ...['\u200d', '\u202e', '\u2066', '\ufeff', '\u00ad', '\u061c', '\0', '\r\n', '\t', '\u0085', '\u00a0', '\u2011'],
  ...[...'@.-/_+#,;() ٠۹６', '06', '+212', 'x.ma', 'AB12'],
]
/** Letters, what may be between them and their accents, and accents. */
const ACCENTED = ['e', 'ا', 'В', ' ', 'ـ', '\u200d', '\ufe71', '\u0301', '\u0653']
const textOf = (...parts: string[]) => fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map(all => all.join(''))

/** Any text of Unicode, lone surrogates too, thick with what cleaning and formats are about. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map(units => String.fromCharCode(...units)),
  textOf(...NASTY),
  textOf(...ACCENTED),
)
const INVISIBLE = /[\p{Cc}\p{Cf}]/u

const insurer = readOrganisation('cnops')
const MOROCCO = { phoneCountries: ['MA'], mobileRanges: [] }

/** With an example that each takes, of which every character counts. */
const fields = {
  registrationNumber: { schema: identifier('registrationNumber', insurer), good: '12345678', most: 64 },
  employerId: { schema: identifier('employerId', insurer), good: 'SOM12345', most: 64 },
  nationalId: { schema: nationalId, good: 'AB123456', most: 64 },
  bankAccountLast8: { schema: bankAccountLast8('account'), good: '50005349', most: 64 },
  civilStatusNumber: { schema: civilStatusNumber, good: '123/1960', most: 64 },
  email: { schema: emailAddress, good: 'nom@exemple.ma', most: 254 },
  phone: { schema: mobileNumber(MOROCCO), good: '+212612345678', most: 64 },
  code: { schema: sixDigits, good: '012345', most: 2000 },
}
const unjudgedFields = {
  'a required text': { schema: cleaned(), most: 64 },
  'an optional text': { schema: optional(), most: 64 },
  'an identifier that was not chosen': { schema: unjudged('employerId', insurer), most: 64 },
  'the e-mail address repeated': { schema: emailRepeated, most: 254 },
  'the number repeated': { schema: mobileRepeated(MOROCCO), most: 64 },
}

describe('whatever text is typed', () => {
  holds('cleaning it twice changes nothing more', text => assert.equal(clean(clean(text)), clean(text)))

  holds('cleaning leaves no invisible character', text => assert.doesNotMatch(clean(text), INVISIBLE))

  holds('cleaning loses no Cyrillic letter', text => assert.equal(count(clean(text)), count(text)))

  for (const [name, { schema, most }] of Object.entries({ ...fields, ...unjudgedFields }))
    holds(`${name} takes or refuses it, and takes no more than ${most} characters, all visible`, text => {
      const { data } = schema.safeParse(text)
      if (data === undefined) return
      assert.ok(data.length <= most)
      assert.doesNotMatch(data, INVISIBLE)
    })
})

describe('around a value that it takes', () => {
  for (const [name, { schema, good }] of Object.entries(fields)) {
    const at = fc.nat({ max: good.length })

    test(`${name} takes it, and what it makes of it, all the same`, () => {
      const noise = fc.constantFrom('\u200f', '\u2066', '\ufeff', 'ـ', '\u00ad')
      assert.equal(schema.parse(good), good)
      fc.assert(fc.property(at, noise, (place, mark) => assert.equal(schema.parse(inserted(good, place, mark)), good)))
    })

    test(`${name} refuses it with a Cyrillic В anywhere in it`, () => {
      fc.assert(fc.property(at, place => assert.ok(!schema.safeParse(inserted(good, place, 'В')).success)))
    })

    test(`${name} takes again what it made of anything close to it`, () => {
      fc.assert(
        fc.property(at, anyText, (place, text) => {
          const { data } = schema.safeParse(inserted(good, place, text))
          if (data !== undefined) assert.equal(schema.parse(data), data)
        }),
      )
    })
  }
})

function holds(name: string, property: (text: string) => void) {
  test(name, () => fc.assert(fc.property(anyText, property), { numRuns: 500 }))
}

function count(text: string) {
  return text.split('В').length
}

function inserted(text: string, at: number, more: string) {
  return text.slice(0, at) + more + text.slice(at)
}
