import { withFirstUse } from '../../domain/first-use.ts'
import type { SmsSender } from '../../ports/index.ts'
import type { CallbackOptions } from '../carrier/callback.ts'
import type { CallTwilio } from './call.ts'
import { statusCallback } from './callback.ts'

const webhooks = withFirstUse<typeof import('twilio/lib/webhooks/webhooks.js')>('twilio/lib/webhooks/webhooks.js')

export interface TwilioOptions extends CallbackOptions {
  from?: string | undefined
  messagingServiceSid?: string | undefined
  /** Twilio must not deliver a code after it has expired (OTP-16). */
  validitySeconds: number
}

export function twilioSms(call: CallTwilio, options: TwilioOptions): SmsSender {
  const fixed = {
    ...(options.messagingServiceSid
      ? { messagingServiceSid: options.messagingServiceSid }
      : { from: options.from ?? '' }),
    validityPeriod: options.validitySeconds,
    riskCheck: 'enable' as const,
  }
  const reports = statusCallback(options)
  return {
    async send({ to, body, ticket }) {
      await call('sms', to, ({ messages }) => messages.create({ ...fixed, to, body, ...reports(ticket) }))
    },
  }
}

export function validTwilioSignature(
  authToken: string,
  signature: string | undefined,
  url: string,
  fields: Readonly<Record<string, string>>,
): boolean {
  return signature !== undefined && webhooks().validateRequest(authToken, signature, url, { ...fields })
}
