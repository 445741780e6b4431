import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** HMAC-SHA-256 with one derived key (HKDF) per purpose and secret, newest first. */
export class KeyedHash {
  /** Importing raw bytes for every hash would cost more than the hash itself. */
  readonly #keys: readonly KeyObject[]
  readonly #length: number | undefined

  constructor(secrets: readonly Buffer[], purpose: string, length?: number) {
    this.#length = length
    this.#keys = keysFor(secrets, `hmac:${purpose}`).map(key => createSecretKey(key))
  }

  /** The hash under the newest key, base64url. Parts are length-prefixed: `a,bc` and `ab,c` differ. */
  of(...parts: readonly string[]): string {
    return digest(this.#keys[0]!, parts).slice(0, this.#length)
  }

  /** The hashes under every valid key, so that values hashed before a rotation are found. */
  all(...parts: readonly string[]): string[] {
    return this.#keys.map(key => digest(key, parts).slice(0, this.#length))
  }
}

/** Letters of a keyed hash that serves as a name: 132 bits cannot be guessed and do not collide. */
export const NAME_LENGTH = 22

export const keyedNames = (secrets: readonly Buffer[], purpose = 'redis-key'): KeyedHash =>
  new KeyedHash(secrets, purpose, NAME_LENGTH)

export function keysFor(secrets: readonly Buffer[], purpose: string): Buffer[] {
  return secrets.map(secret => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)))
}

function digest(key: KeyObject, parts: readonly string[]): string {
  const text = parts.map(part => `${Buffer.byteLength(part)}:${part}`).join('')
  return createHmac('sha256', key).update(text).digest('base64url')
}
