import { z } from 'zod'
import { cleaned, withoutSeparators } from './clean.ts'

const LENGTHS = { account: /^(\d{8}|\d{16}|\d{24})$/, rib: /^(\d{8}|\d{24})$/ }

/**
 * The last 8 digits of the account, from 8 digits, a 16-digit account number or a whole 24-digit RIB
 * (bank 3, place 3, account 16, key 2). `scope`: whether the insurer compares with the account or with the RIB.
 */
export function bankAccountLast8(scope: keyof typeof LENGTHS) {
  return cleaned()
    .transform(withoutSeparators)
    .pipe(z.string().regex(LENGTHS[scope], { error: 'format', abort: true }))
    .refine(digits => digits.length < 24 || isRib(digits), 'rib')
    .transform(digits => (digits.length === 24 && scope === 'account' ? digits.slice(0, 22) : digits).slice(-8))
}

/** Whether 24 digits carry the right control key: the whole number is a multiple of 97. */
export function isRib(digits: string): boolean {
  return BigInt(digits) % 97n === 0n
}
