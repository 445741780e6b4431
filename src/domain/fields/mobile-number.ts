import type { CountryCode } from 'libphonenumber-js/max'
import { withFirstUse } from '../first-use.ts'
import { cleaned } from './clean.ts'
import { labels } from './labels.ts'
import { field, type Reading } from './reading.ts'

const library = withFirstUse<typeof import('libphonenumber-js/max')>('libphonenumber-js/max')
const HOME = 'MA' satisfies CountryCode
const HOME_CODE = '212'
const withoutLabel = labels(
  [
    't[ée]l[ée]phone',
    't[ée]l',
    'gsm',
    'mobile',
    'portable',
    'whatsapp',
    'الهاتف',
    'هاتف',
    'المحمول',
    'النقال',
    'الجوال',
  ],
  { glued: true },
)

/** The allowed countries, and Moroccan ranges (`074`) that are newer than the library's data. */
export interface Reach {
  phoneCountries: readonly string[]
  mobileRanges: readonly string[]
}

/** A mobile number within `reach`, as E.164 (OTP-15). */
export const mobileNumber = (reach: Reach) => field(text => read(text, reach))

export function mobileRepeated(reach: Reach) {
  return cleaned(undefined, 'differ').transform(text => {
    const reading = read(text, reach)
    return 'value' in reading ? reading.value : text
  })
}

/** A number in the international form, or as it is dialled within `country`; undefined if it is none. */
export function parsePhoneNumber(text: string, country?: CountryCode) {
  return library().parsePhoneNumberFromString(text, country)
}

/** An E.164 number as its owner writes it: `06 12 34 56 78`; one of another country stays as it is. */
export function shownNumber(number: string): string {
  const national = /^\+212(\d{9})$/.exec(number)?.[1]
  return national ? `0${national}`.replace(/\d\d(?=\d)/g, '$& ') : number
}

function read(text: string, { phoneCountries, mobileRanges }: Reach): Reading {
  const bare = withoutLabel(text) || text
  const number = /\p{L}/u.test(bare) ? undefined : parsePhoneNumber(bare.replace(/[\u2010-\u2015_]/g, '-'), HOME)
  if (!number || number.ext) return { code: 'format', read: bare }
  if (!isServed(number.countryCallingCode, number.country, phoneCountries))
    return { code: 'foreign', read: shownNumber(number.number) }
  if (number.isValid())
    return number.getType() === 'MOBILE'
      ? { value: number.number }
      : { code: 'notMobile', read: shownNumber(number.number) }
  const isNew =
    number.countryCallingCode === HOME_CODE && mobileRanges.some(range => isIn(range, number.nationalNumber))
  return isNew ? { value: number.number } : { code: 'format', read: bare }
}

function isServed(code: string, country: string | undefined, countries: readonly string[]): boolean {
  return country === undefined ? code === HOME_CODE && countries.includes(HOME) : countries.includes(country)
}

function isIn(range: string, national: string): boolean {
  return national.length === 9 && `0${national}`.startsWith(range)
}
