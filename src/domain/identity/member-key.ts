import { createHash } from 'node:crypto'
import { withoutZeros } from '../fields/leading-zeros.ts'

/** No HMAC: counts must survive a key rotation. Store it sealed or hashed, since cards can be enumerated (L-5). */
export function memberKey(nationalId: string): string {
  return createHash('sha256')
    .update(`member:${withoutZeros(nationalId)}`)
    .digest('base64url')
}
