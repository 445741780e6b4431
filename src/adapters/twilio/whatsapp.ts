import type { Official, WhatsApp } from '../../ports/index.ts'
import type { CallTwilio } from './call.ts'
import { type CallbackOptions, statusCallback } from './callback.ts'

export interface TwilioWhatsAppOptions extends CallbackOptions {
  /** The number that WhatsApp knows us by, E.164. */
  from: string
  /** Of each language, the approved authentication template: WhatsApp takes no other words for a code. */
  contentSids: Record<Official, string>
  validitySeconds: number
}

/** Sends codes by WhatsApp through Twilio's Messages API. Throws what `call` throws. */
export function twilioWhatsApp(call: CallTwilio, options: TwilioWhatsAppOptions): WhatsApp {
  const reports = statusCallback(options)
  return {
    async send({ to, code, language, ticket }) {
      await call('whatsapp', to, ({ messages }) =>
        messages.create({
          to: `whatsapp:${to}`,
          from: `whatsapp:${options.from}`,
          contentSid: options.contentSids[language],
          contentVariables: JSON.stringify({ 1: code }),
          validityPeriod: options.validitySeconds,
          ...reports(ticket),
        }),
      )
    },
  }
}
