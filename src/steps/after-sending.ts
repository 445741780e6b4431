import type { Sending } from '../domain/one-time-codes.ts'
import { end, limit } from '../wizard/index.ts'

/**
 * The verdict where no code can be sent any more. A code that was sent a moment ago is as good as one sent now: a second
 * click sends nothing and goes on.
 */
export function afterSending(sending: Sending) {
  switch (sending.kind) {
    case 'exhausted':
    case 'limited':
      return limit('sends', sending.seconds)
    case 'elsewhere':
      return end('elsewhere')
    default:
      return undefined
  }
}
