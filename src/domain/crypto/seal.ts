import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** AES-256-GCM with keys of 32 bytes: the first encrypts, any decrypts. */
export class Sealer {
  readonly #keys: readonly KeyObject[]

  constructor(keys: readonly Buffer[]) {
    this.#keys = keys.map(key => createSecretKey(key))
  }

  /** As `sealed`, base64url. */
  seal(text: string, context: string): string {
    return this.sealed(text, context).toString('base64url')
  }

  /** Returns nonce, tag and ciphertext. `open` needs the same `context`. */
  sealed(text: string, context: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#keys[0]!, nonce).setAAD(Buffer.from(context))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** The text; undefined if no key opens it (forged, damaged, or its key was removed). */
  open(sealed: string | Buffer, context: string): string | undefined {
    const bytes = typeof sealed === 'string' ? Buffer.from(sealed, 'base64url') : sealed
    for (const key of this.#keys) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
        decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28))
        return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        // The next key may open it.
      }
    }
    return undefined
  }
}
