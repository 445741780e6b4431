import { createHash } from 'node:crypto'
import { withoutZeros } from '../fields/leading-zeros.ts'

/**
 * Names a member in every session by their card's number, however many zeros it is written with, and the same before and
 * after a rotation of HMAC keys: what is counted against them must last. Cards can be tried one after the other, so that it
 * hides nothing by itself (L-5): it is kept under a seal alone, and named in Redis and in the audit trail under a keyed hash.
 */
export function memberKey(nationalId: string): string {
  return createHash('sha256')
    .update(`member:${withoutZeros(nationalId)}`)
    .digest('base64url')
}
