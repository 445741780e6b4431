import type { Official, WhatsApp } from '../../ports/index.ts'
import type { CallbackOptions } from '../carrier/callback.ts'
import type { CallTwilio } from './call.ts'
import { statusCallback } from './callback.ts'

export interface TwilioWhatsAppOptions extends CallbackOptions {
  from: string
  /** The approved authentication template per language; WhatsApp sends codes only in these. */
  contentSids: Record<Official, string>
  validitySeconds: number
}

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
