import { z } from 'zod'
import { DEFAULT_ORGANISATION } from './organisation-file.ts'
import { parseRedisUrl } from './redis-url.ts'
import { baseUrl, isTaken, namesMailServer, phone, port, smsSender, token, twilioId, url } from './values/forms.ts'
import { hsts } from './values/hsts.ts'
import { keyList } from './values/key-list.ts'
import { trustProxy } from './values/trust-proxy.ts'

export const variables = z.object({
  PORT: port(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: url('http:', 'https:').transform(text => new URL(text)),
  BASE_PATH: z
    .string()
    .regex(/^(\/[a-z0-9_-]+)+$/i, 'must look like /mon_compte')
    .default('/mon_compte'),
  TRUST_PROXY: trustProxy,
  HSTS: hsts,
  ADMIN_PORT: port(9464),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  REDIS_URL: z
    .string()
    .refine(
      text => text === 'memory:' || isTaken(parseRedisUrl, text),
      'must be redis://, rediss://, redis+sentinel://host:port,…/master, redis+cluster://host:port,… or memory:',
    ),
  SESSION_KEYS: keyList,
  ENCRYPTION_KEYS: keyList,
  HMAC_KEYS: keyList,
  LIVE_VIEW_KEYS: keyList,
  MEMBER_API_URL: baseUrl.refine(text => !/\/v1\/*$/.test(text), 'must end before /v1, which is appended'),
  MEMBER_API_TOKEN: token,
  SMTP_URL: url('smtp:', 'smtps:').refine(namesMailServer, 'must name a host'),
  MAIL_FROM: z.email(),
  SMS_GATEWAY: z.enum(['twilio', 'http'], 'must be twilio or http').default('twilio'),
  SMS_GATEWAY_FILE: z.string().optional(),
  SMS_GATEWAY_SECRET: token.optional(),
  TWILIO_ACCOUNT_SID: twilioId('AC').optional(),
  TWILIO_AUTH_TOKEN: token.min(16, 'must be the 32 hexadecimal digits that Twilio shows as the token').optional(),
  TWILIO_FROM: smsSender.optional(),
  TWILIO_MESSAGING_SERVICE_SID: twilioId('MG').optional(),
  TWILIO_VOICE_FROM: phone.optional(),
  TWILIO_WHATSAPP_FROM: phone.optional(),
  TWILIO_WHATSAPP_CONTENT_SID_FR: twilioId('HX').optional(),
  TWILIO_WHATSAPP_CONTENT_SID_AR: twilioId('HX').optional(),
  SMS_SEGMENTS: z.enum(['1', '2'], 'must be 1 or 2').default('2').transform(Number),
  TWILIO_API_URL: baseUrl.default('https://api.twilio.com'),
  CAPTCHA: z.enum(['altcha', 'recaptcha', 'off']).default('altcha'),
  RECAPTCHA_SITE_KEY: z.string().optional(),
  RECAPTCHA_SECRET_KEY: z.string().optional(),
  RECAPTCHA_VERIFY_URL: url('http:', 'https:').default('https://www.google.com/recaptcha/api/siteverify'),
  ORGANISATION: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default(DEFAULT_ORGANISATION),
  LIMITS_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
})

export type Settings = z.output<typeof variables>
