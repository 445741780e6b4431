import type { Sending } from '../domain/one-time-codes.ts'
import { end, limit, reject } from '../wizard/index.ts'

/**
 * The verdict where no code can be sent, or none to this destination, which is said beside `field`. A code that was sent a
 * moment ago is as good as one sent now: a second click sends nothing and goes on.
 */
export function afterSending(sending: Sending, field = 'form') {
  switch (sending.kind) {
    case 'exhausted':
    case 'limited':
      return limit('sends', sending.seconds)
    case 'elsewhere':
      return end('elsewhere')
    case 'undeliverable':
      return reject({ [field]: 'undeliverable' })
    default:
      return undefined
  }
}
