import { z } from 'zod'

const LONGEST = 4096

/** The parts read before the signature is checked; the signature covers the rest. */
const Payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.string(),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      expiresAt: z.number(),
      data: z.strictObject({ action: z.string(), flow: z.string() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
})

export type Payload = z.output<typeof Payload>

/** What the browser sends as the solution; undefined if it has another form. */
export function readPayload(field: string): Payload | undefined {
  if (field.length > LONGEST) return undefined
  try {
    return Payload.parse(JSON.parse(Buffer.from(field, 'base64').toString()))
  } catch {
    return undefined
  }
}
