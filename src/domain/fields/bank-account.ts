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

/**
 * The last 8 digits of an account, from 8 digits, a 16-digit account number or a 24-digit RIB (bank 3, place 3, account 16,
 * key 2). `scope`: which number the insurer compares with.
 */
export function bankAccountLast8(scope: keyof typeof LENGTHS) {
  return field(text => {
    const bare = withoutLabel(text) || text
    const digits = withoutSeparators(bare).replace(IBAN, '')
    if (!LENGTHS[scope].test(digits)) return { code: 'format', read: bare }
    if (digits.length === 24 && !isRib(digits)) return { code: 'rib', read: bare }
    return { value: (digits.length === 24 && scope === 'account' ? digits.slice(0, 22) : digits).slice(-8) }
  })
}

/** Whether the control key of a 24-digit RIB is right: the number is a multiple of 97. */
export function isRib(digits: string): boolean {
  return BigInt(digits) % 97n === 0n
}
