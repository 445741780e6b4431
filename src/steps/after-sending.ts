import type { Sending } from '../domain/codes/one-time-codes.ts'
import type { Services } from '../domain/services.ts'
import { end, limit, reject } from '../wizard/index.ts'

/** The verdict if no code was sent; undefined to go on, also after a second click on the same destination (OTP-10). */
export function afterSending(sending: Sending, { smsSender }: Pick<Services, 'smsSender'>, field = 'form') {
  switch (sending.kind) {
    case 'exhausted':
    case 'limited':
      return limit('sends', sending.seconds)
    case 'elsewhere':
      return end('elsewhere')
    case 'wait':
      return sending.same ? undefined : { ...limit('sends', sending.seconds), early: `notices.early.${field}` }
    case 'undeliverable':
    case 'unreachable':
    case 'shared':
      return reject({ [field]: sending.kind })
    case 'opted-out':
      return reject({ [field]: smsSender ? { code: 'optedOut', sender: smsSender } : 'optedOutReply' })
    default:
      return undefined
  }
}
