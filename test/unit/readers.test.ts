import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import { bankAccountLast8 } from '../../src/domain/fields/bank-account.ts'
import { civilStatusNumber } from '../../src/domain/fields/civil-status.ts'
import { emailAddress } from '../../src/domain/fields/email-address.ts'
import { identifier, nationalId } from '../../src/domain/fields/identifiers.ts'
import { mobileNumber } from '../../src/domain/fields/mobile-number.ts'
import { sixDigits } from '../../src/domain/fields/typed-code.ts'
import { readOrganisation } from './organisation.ts'

const organisation = readOrganisation('cnops')

const digits = (least: number, most = least) =>
  fc.array(fc.nat({ max: 9 }), { minLength: least, maxLength: most }).map(all => all.join(''))
const letters = (least: number, most: number) =>
  fc.array(fc.constantFrom(...'ABCDEFGHJKLPRSTWXZ'), { minLength: least, maxLength: most }).map(all => all.join(''))
const NUMERO = ['N° ', 'N°', 'n. ', 'Nº', '№ ', 'Numéro : ', 'رقم: ']

interface Field {
  schema: z.ZodType
  /** What the insurer has on file, or the provider takes. */
  value: fc.Arbitrary<string>
  /** How it is written, if not as it is kept. */
  written?: (value: string) => string
  labels: readonly string[]
  /** Printed behind it. */
  ranks?: readonly string[]
  /** Other than separators may be anywhere. */
  noSeparators?: true
}

const RANKS = ['/01', ' / 1', '-2', ' (03)', ' 01', '/ 001', '.1']
const fields: Record<string, Field> = {
  'the registration number': {
    schema: identifier('registrationNumber', organisation),
    value: digits(7, 10),
    labels: [...NUMERO, 'Immatriculation : ', "N° d'immatriculation CNOPS ", 'رقم التسجيل ', '# '],
    ranks: RANKS,
  },
  'the employer identifier': {
    schema: identifier('employerId', organisation),
    value: fc.oneof(
      digits(5, 10),
      fc.tuple(letters(1, 1), digits(5, 8)).map(all => all.join('')),
    ),
    labels: ['N° ', 'PPR ', 'PPR: ', 'SOM-', 'DOTI : ', 'Matricule ', 'Numéro de loyer ', 'رقم التأجير '],
    ranks: RANKS,
  },
  'the number of the card': {
    schema: nationalId,
    value: fc.tuple(letters(1, 2), digits(4, 6)).map(all => all.join('')),
    labels: ['N° ', 'CIN ', 'C.I.N. ', 'CNI: ', 'CNIE n° ', "Carte nationale d'identité ", 'رقم البطاقة الوطنية '],
    ranks: ['/1', ' (02)', '-12', ' 01'],
  },
  'the bank account': {
    schema: bankAccountLast8('account'),
    value: digits(8),
    labels: [...NUMERO, 'RIB ', 'RIB : ', 'N° de compte ', 'رقم الحساب '],
    ranks: [' 21', '/1', ' (01)'],
  },
  'the civil-status number': {
    schema: civilStatusNumber,
    value: fc
      .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1920, max: 2009 }))
      .map(all => all.join('/')),
    written: value => `00${value}`,
    labels: [...NUMERO, 'Acte n° ', 'État civil : ', 'رسم الولادة '],
    ranks: ['/1', ' (2)', '-1'],
    noSeparators: true,
  },
  'the mobile number': {
    schema: mobileNumber(organisation),
    value: digits(6).map(tail => `+212612${tail}`),
    written: value => value.replace('+212', '0'),
    labels: ['Tél : ', 'GSM ', 'Mobile: ', 'N° ', 'رقم الهاتف: '],
    ranks: ['/01', ' 02', ' poste 3'],
  },
  'the code': {
    schema: sixDigits,
    value: digits(6),
    labels: ['Code : ', '#', 'code ', 'رمز التحقق: ', 'CNOPS : votre code est ', '@compte.cnops.ma #'],
    ranks: [' 1', '/1', '7', 'x'],
  },
  'the e-mail address': {
    schema: emailAddress,
    value: fc
      .tuple(fc.constantFrom('nom', 'a&b', "l'a/b", 'x=y+z', 'Nom.P'), letters(2, 5))
      .map(all => `${all[0]}@${all[1]!.toLowerCase()}.ma`),
    labels: ['E-mail : ', 'email: ', 'Courriel : '],
    ranks: ['.', ' ', ', b@c.ma', ';'],
    noSeparators: true,
  },
}

const SCRIPTS = [0x30, 0x660, 0x6f0, 0xff10]
const inScript = (text: string, zero: number) => text.replace(/\d/g, digit => String.fromCharCode(zero + Number(digit)))

describe('around a right value', () => {
  for (const [
    name,
    { schema, value, written = (text: string) => text, labels, ranks = [], noSeparators },
  ] of Object.entries(fields)) {
    const label = fc.constantFrom('', ...labels)
    const script = name.includes('e-mail') ? fc.constant(0x30) : fc.constantFrom(...SCRIPTS)
    const marks = noSeparators
      ? fc.constant([])
      : fc.array(fc.tuple(fc.nat({ max: 14 }), fc.constantFrom(...' .-/_–')), { maxLength: 4 })

    test(`each label before ${name}, in each script, gives it (ID-11)`, () => {
      fc.assert(
        fc.property(value, label, script, (right, before, zero) => {
          assert.equal(schema.parse(before + inScript(written(right), zero)), right)
        }),
      )
    })

    test(`labels and separators give ${name}, or an error; never another one (ID-11)`, () => {
      fc.assert(
        fc.property(value, label, script, marks, (right, before, zero, separators) => {
          const spaced = separators.reduce(
            (text, [at, mark]) => text.slice(0, at) + mark + text.slice(at),
            written(right),
          )
          neverAnother(schema, before + inScript(spaced, zero), right)
        }),
        { numRuns: 400 },
      )
    })

    test(`what is printed behind ${name} is left out or refused, never joined with it (ID-11)`, () => {
      fc.assert(
        fc.property(value, label, script, fc.constantFrom(...ranks), (right, before, zero, behind) => {
          neverAnother(schema, before + inScript(written(right) + behind, zero), right)
        }),
        { numRuns: 200 },
      )
    })
  }
})

function neverAnother(schema: z.ZodType, typed: string, right: string) {
  const { success, data } = schema.safeParse(typed)
  if (success) assert.equal(data, right, `typed as ${typed}`)
}
