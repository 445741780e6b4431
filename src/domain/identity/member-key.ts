import { createHash } from 'node:crypto'
import { withoutZeros } from '../fields/leading-zeros.ts'

/**
 * A key for the member from their card number, ignoring leading zeros. No HMAC: counts must survive a key rotation. Card
 * numbers can be enumerated, so the key is only stored sealed, or hashed with a key in Redis and in the audit trail (L-5).
 */
export function memberKey(nationalId: string): string {
  return createHash('sha256')
    .update(`member:${withoutZeros(nationalId)}`)
    .digest('base64url')
}
