import type { Config } from '../../config/index.ts'
import { isLoopback } from '../../config/loopback.ts'
import type { SmsSender, Via, VoiceCaller, WhatsApp } from '../../ports/index.ts'
import { createCallTwilio } from '../twilio/call.ts'
import { twilioSms } from '../twilio/sms.ts'
import { twilioVoice } from '../twilio/voice.ts'
import { twilioWhatsApp } from '../twilio/whatsapp.ts'
import type { CarrierOptions } from './call.ts'
import { httpSms } from './http/index.ts'

export interface PhoneCarriers {
  sms: SmsSender
  voice?: VoiceCaller | undefined
  whatsApp?: WhatsApp | undefined
  ways: readonly Via[]
  /** Undefined if it is a name or one of several. */
  smsSender?: string | undefined
}

type Reports = Pick<CarrierOptions, 'watch' | 'alarm'>

/** SMS by the gateway of the configuration; calls and WhatsApp by Twilio alone. */
export function phoneCarriers(config: Config, reports: Reports): PhoneCarriers {
  return config.smsGateway ? byHttp(config, config.smsGateway, reports) : byTwilio(config, reports)
}

function byHttp(config: Config, gateway: NonNullable<Config['smsGateway']>, reports: Reports): PhoneCarriers {
  const sms = httpSms({
    ...siteOf(config, gateway.url),
    ...reports,
    gateway,
    secret: config.SMS_GATEWAY_SECRET,
    limits: config.limits.dependencies.smsGateway ?? config.limits.dependencies.twilio,
  })
  return { sms, ways: ['sms'] }
}

function byTwilio(config: Config, reports: Reports): PhoneCarriers {
  const { TWILIO_ACCOUNT_SID: accountSid = '', TWILIO_AUTH_TOKEN: authToken = '', TWILIO_API_URL: apiUrl } = config
  const { TWILIO_FROM: from, TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid, TWILIO_VOICE_FROM } = config
  const limits = config.limits.dependencies.twilio
  const call = createCallTwilio({ apiUrl, accountSid, authToken, limits, ...reports })
  const site = siteOf(config, apiUrl)
  const whatsApp = whatsAppOf(config)
  return {
    sms: twilioSms(call, { ...site, from, messagingServiceSid }),
    voice: TWILIO_VOICE_FROM ? twilioVoice(call, { ...site, from: TWILIO_VOICE_FROM }) : undefined,
    whatsApp: whatsApp && twilioWhatsApp(call, { ...site, ...whatsApp }),
    ways: ['sms', ...(TWILIO_VOICE_FROM ? (['voice'] as const) : []), ...(whatsApp ? (['whatsapp'] as const) : [])],
    smsSender: /^\+?\d+$/.test(from ?? '') && !messagingServiceSid ? from : undefined,
  }
}

function siteOf(config: Config, carrierUrl: string) {
  return {
    validitySeconds: config.limits.code.lifetimeSeconds,
    publicUrl: config.PUBLIC_URL,
    basePath: config.BASE_PATH,
    nearby: isLoopback(new URL(carrierUrl).hostname),
  }
}

function whatsAppOf(config: Config) {
  const { TWILIO_WHATSAPP_FROM: from, TWILIO_WHATSAPP_CONTENT_SID_FR: fr, TWILIO_WHATSAPP_CONTENT_SID_AR: ar } = config
  return from && fr && ar ? { from, contentSids: { fr, ar } } : undefined
}
