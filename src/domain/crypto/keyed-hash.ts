import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** HMAC-SHA-256 under a key of its own for each purpose, derived (HKDF) from the listed secrets, newest first. */
export class KeyedHash {
  /** Key objects: with bytes, every hash would import its key anew, which costs more than the hash. */
  readonly #keys: readonly KeyObject[]

  constructor(secrets: readonly Buffer[], purpose: string) {
    this.#keys = keysFor(secrets, `hmac:${purpose}`).map(key => createSecretKey(key))
  }

  /** Under the newest key, base64url. Parts are length-prefixed, so that `a,bc` and `ab,c` differ. */
  of(...parts: readonly string[]): string {
    return digest(this.#keys[0]!, parts)
  }

  /** Under every key that is still valid: what was hashed before a rotation is found as well. */
  all(...parts: readonly string[]): string[] {
    return this.#keys.map(key => digest(key, parts))
  }
}

/** 32 bytes for `purpose` from each secret, for those who need the key itself. */
export function keysFor(secrets: readonly Buffer[], purpose: string): Buffer[] {
  return secrets.map(secret => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)))
}

function digest(key: KeyObject, parts: readonly string[]): string {
  const text = parts.map(part => `${Buffer.byteLength(part)}:${part}`).join('')
  return createHmac('sha256', key).update(text).digest('base64url')
}
