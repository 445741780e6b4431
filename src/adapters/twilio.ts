import { setTimeout as sleep } from 'node:timers/promises'
import twilio from 'twilio'
import { type Texter, Unavailable, Undeliverable } from '../ports.ts'
import { safeCause } from './cause.ts'
import { twilioClient } from './twilio-client.ts'

export interface TwilioOptions {
  apiUrl: string
  accountSid: string
  authToken: string
  from?: string | undefined
  messagingServiceSid?: string | undefined
  /** How long a code in the text is good for: Twilio must not deliver it later (OTP-16). */
  validitySeconds: number
  /** Where Twilio reports the delivery, if it can reach us: `<publicUrl><basePath>/webhooks/twilio`. */
  publicUrl: URL
  basePath: string
}

/** Not a number, not a mobile, country not allowed, recipient opted out, carrier not reachable. */
const REFUSED = [21211, 21614, 21408, 21610, 21612]
const RETRIES = 2

/** Sends texts through Twilio's Messages API. */
export function twilioTexter(options: TwilioOptions): Texter {
  const { messages } = twilioClient(options)
  const fixed = {
    ...(options.messagingServiceSid
      ? { messagingServiceSid: options.messagingServiceSid }
      : { from: options.from ?? '' }),
    validityPeriod: Math.min(options.validitySeconds, 600),
    riskCheck: 'enable' as const,
    ...(options.publicUrl.protocol === 'https:' && {
      statusCallback: `${options.publicUrl.origin}${options.basePath}/webhooks/twilio`,
    }),
  }
  return {
    async send({ to, body }) {
      try {
        await whenProcessed(() => messages.create({ ...fixed, to, body }))
      } catch (error) {
        const cause = safeCause(error)
        throw REFUSED.includes(Number(cause.code))
          ? new Undeliverable('sms', { cause })
          : new Unavailable('twilio', { cause })
      }
    },
  }
}

/** Whether `signature` is Twilio's own over this URL and these fields (header X-Twilio-Signature). */
export function validTwilioSignature(
  authToken: string,
  signature: string | undefined,
  url: string,
  fields: Readonly<Record<string, string>>,
): boolean {
  return signature !== undefined && twilio.validateRequest(authToken, signature, url, { ...fields })
}

/** Only "too many requests" certainly sent nothing; after a time-out or a 5xx a second try could be a second SMS (REL-D5). */
async function whenProcessed(create: () => Promise<unknown>, left = RETRIES): Promise<void> {
  try {
    await create()
  } catch (error) {
    const { code, status } = safeCause(error)
    if (left === 0 || (status !== 429 && code !== 20429)) throw error
    await sleep(500 + Math.floor(Math.random() * 1500))
    await whenProcessed(create, left - 1)
  }
}
