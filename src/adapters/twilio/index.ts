import type { Config } from '../../config/index.ts'
import { isLoopback } from '../../config/loopback.ts'
import type { Via } from '../../ports/index.ts'
import type { CallTwilio } from './call.ts'
import { twilioSms } from './sms.ts'
import { twilioVoice } from './voice.ts'
import { twilioWhatsApp } from './whatsapp.ts'

export type PhoneCarriers = ReturnType<typeof phoneCarriers>

export function phoneCarriers(config: Config, call: CallTwilio) {
  const common = {
    validitySeconds: config.limits.code.lifetimeSeconds,
    publicUrl: config.PUBLIC_URL,
    basePath: config.BASE_PATH,
    nearby: isLoopback(new URL(config.TWILIO_API_URL).hostname),
  }
  const { TWILIO_FROM: from, TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid, TWILIO_VOICE_FROM } = config
  const whatsApp = whatsAppOf(config)
  return {
    sms: twilioSms(call, { ...common, from, messagingServiceSid }),
    voice: TWILIO_VOICE_FROM ? twilioVoice(call, { ...common, from: TWILIO_VOICE_FROM }) : undefined,
    whatsApp: whatsApp && twilioWhatsApp(call, { ...common, ...whatsApp }),
    ways: ['sms', ...(TWILIO_VOICE_FROM ? ['voice'] : []), ...(whatsApp ? ['whatsapp'] : [])] as readonly Via[],
    /** Undefined if it is a name or one of several. */
    smsSender: /^\+?\d+$/.test(from ?? '') && !messagingServiceSid ? from : undefined,
  }
}

function whatsAppOf(config: Config) {
  const { TWILIO_WHATSAPP_FROM: from, TWILIO_WHATSAPP_CONTENT_SID_FR: fr, TWILIO_WHATSAPP_CONTENT_SID_AR: ar } = config
  return from && fr && ar ? { from, contentSids: { fr, ar } } : undefined
}
