import { withoutSeparators } from './clean.ts'
import { labels } from './labels.ts'
import { field } from './reading.ts'

const LENGTHS = { account: /^(\d{8}|\d{16}|\d{24})$/, rib: /^(\d{8}|\d{24})$/ }
const withoutLabel = labels(
  [
    'rib',
    'iban',
    'compte',
    'cpte',
    'cte',
    'bancaire',
    'bank',
    'banque',
    'r[ée]f',
    'chiffres',
    'الحساب',
    'حساب',
    'البنكي',
  ].concat(['بنكي', 'التعريف', 'البنك']),
  { glued: true },
)
/** A Moroccan IBAN contains the RIB. */
const IBAN = /^MA\d{2}(?=\d{24}$)/i

/** Reads 8 digits, an account number of 16 or a RIB of 24. `scope`: which number the insurer compares with. */
export function bankAccountLast8(scope: keyof typeof LENGTHS) {
  return field(text => {
    const bare = withoutLabel(text) || text
    const digits = withoutSeparators(bare).replace(IBAN, '')
    if (!LENGTHS[scope].test(digits)) return { code: 'format', read: bare }
    if (digits.length === 24 && !isRib(digits)) return { code: 'rib', read: bare }
    return { value: (digits.length === 24 && scope === 'account' ? digits.slice(0, 22) : digits).slice(-8) }
  })
}

export function isRib(digits: string): boolean {
  return BigInt(digits) % 97n === 0n
}
