import { z } from 'zod'

export const ALGORITHM = 'PBKDF2/SHA-256'

const LONGEST = 4096
const hex = z.string().regex(/^([0-9a-f]{2})+$/)

/** Every parameter that the signature covers, each required: the library lets a puzzle without expiry or key signature pass. */
const Payload = z.object({
  challenge: z.object({
    parameters: z.strictObject({
      algorithm: z.literal(ALGORITHM),
      nonce: hex,
      salt: hex,
      cost: z.int().positive(),
      keyLength: z.int().positive(),
      keyPrefix: hex,
      keySignature: hex,
      expiresAt: z.int().positive(),
      data: z.strictObject({ action: z.string(), flow: z.string() }),
    }),
    signature: hex,
  }),
  solution: z.object({ counter: z.int().nonnegative(), derivedKey: hex }),
})

export type Payload = z.output<typeof Payload>

/** The widget's answer (base64 of JSON); undefined for anything that it would not send. */
export function readPayload(field: string): Payload | undefined {
  if (field.length > LONGEST) return undefined
  try {
    return Payload.parse(JSON.parse(Buffer.from(field, 'base64').toString()))
  } catch {
    return undefined
  }
}
