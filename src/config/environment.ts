import ipaddr from 'ipaddr.js'
import { z } from 'zod'

const port = (usual: number) => z.coerce.number().int().min(0).max(65535).default(usual)
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      text => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL (${protocols.join(' or ')})`,
    )
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must look like +212537000000')
/** A number, a short code, or a name as Twilio takes it: https://www.twilio.com/docs/messaging/api/alphasender-resource */
const smsSender = z
  .string()
  .regex(
    /^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[a-z])[a-z\d +&_-]{1,11})$/i,
    'must look like +212537000000, a short code of 3 to 8 digits, or a name of at most 11 plain letters and digits',
  )
const contentSid = z.string().regex(/^HX[0-9a-f]{32}$/i, 'must look like HX followed by 32 hexadecimal digits')
const keys = z
  .string()
  .transform(list => list.split(',').map(key => Buffer.from(key.trim(), 'base64')))
  .refine(list => list.every(key => key.length >= 32), 'each key must be at least 32 bytes of base64')
  .refine(allDiffer, 'the same key is listed twice')
const trustProxy = z
  .string()
  .default('none')
  .transform(text =>
    text === 'none' ? false : /^\d+$/.test(text) ? Number(text) : text.split(',').map(part => part.trim()),
  )
  .refine(value => !Array.isArray(value) || value.every(isNetwork), 'must be none, a hop count or a list of networks')

/** Several hosts make it no URL that the standard parser takes. */
const REDIS_URL =
  /^(memory:|rediss?:\/\/\S+|rediss?\+sentinel:\/\/([^\s@/]+@)?[^\s,/]+(,[^\s,/]+)*\/[\w.-]+(\?sentinelPassword=[^\s?&]+)?|rediss?\+cluster:\/\/([^\s@/]+@)?[^\s,/]+(,[^\s,/]+)*\/?)$/

const variables = z.object({
  PORT: port(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: url('http:', 'https:').transform(text => new URL(text)),
  BASE_PATH: z
    .string()
    .regex(/^(\/[a-z0-9_-]+)+$/i, 'must look like /mon_compte')
    .default('/mon_compte'),
  TRUST_PROXY: trustProxy,
  ADMIN_PORT: port(9464),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  REDIS_URL: z
    .string()
    .regex(
      REDIS_URL,
      'must be redis://, rediss://, redis+sentinel://host:port,…/master, redis+cluster://host:port,… or memory:',
    ),
  SESSION_KEYS: keys,
  ENCRYPTION_KEYS: keys,
  HMAC_KEYS: keys,
  MEMBER_API_URL: url('http:', 'https:'),
  MEMBER_API_TOKEN: z.string().min(1),
  SMTP_URL: url('smtp:', 'smtps:'),
  MAIL_FROM: z.email(),
  TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/i, 'must look like AC followed by 32 hexadecimal digits'),
  TWILIO_AUTH_TOKEN: z.string().min(16),
  TWILIO_FROM: smsSender.optional(),
  TWILIO_MESSAGING_SERVICE_SID: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/i)
    .optional(),
  TWILIO_VOICE_FROM: phone.optional(),
  TWILIO_WHATSAPP_FROM: phone.optional(),
  TWILIO_WHATSAPP_CONTENT_SID_FR: contentSid.optional(),
  TWILIO_WHATSAPP_CONTENT_SID_AR: contentSid.optional(),
  TWILIO_API_URL: url('http:', 'https:').default('https://api.twilio.com'),
  CAPTCHA: z.enum(['altcha', 'recaptcha', 'off']).default('altcha'),
  RECAPTCHA_SITE_KEY: z.string().optional(),
  RECAPTCHA_SECRET_KEY: z.string().optional(),
  RECAPTCHA_VERIFY_URL: url('http:', 'https:').default('https://www.google.com/recaptcha/api/siteverify'),
  ORGANISATION: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('cnops'),
  /** JSON that overrides `Limits`. */
  LIMITS_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
})

type Settings = z.output<typeof variables>

type Rule = [names: [keyof Settings, ...(keyof Settings)[]], holds: (it: Settings) => boolean, problem: string]

/** What must hold of variables together; judged when each is well on its own, told at the first. */
const rules: readonly Rule[] = [
  [['PUBLIC_URL'], it => it.PUBLIC_URL.pathname === '/', 'must be an origin, without a path'],
  [['PUBLIC_URL'], it => isSafe(it.PUBLIC_URL), 'must be https: unless its host is loopback'],
  [
    ['REDIS_URL', 'PUBLIC_URL'],
    it => !it.REDIS_URL.startsWith('memory:') || isLocal(it),
    'memory: is only for a loopback PUBLIC_URL',
  ],
  [['CAPTCHA', 'PUBLIC_URL'], it => it.CAPTCHA !== 'off' || isLocal(it), 'off is only for a loopback PUBLIC_URL'],
  ...(['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY'] as const).map(
    (name): Rule => [
      [name, 'CAPTCHA'],
      it => it.CAPTCHA !== 'recaptcha' || !!it[name],
      'is needed when CAPTCHA is recaptcha',
    ],
  ),
  [
    ['TWILIO_FROM', 'TWILIO_MESSAGING_SERVICE_SID'],
    it => !!(it.TWILIO_FROM ?? it.TWILIO_MESSAGING_SERVICE_SID),
    'or TWILIO_MESSAGING_SERVICE_SID is needed',
  ],
  ...(['TWILIO_WHATSAPP_CONTENT_SID_FR', 'TWILIO_WHATSAPP_CONTENT_SID_AR'] as const).map(
    (name): Rule => [
      [name, 'TWILIO_WHATSAPP_FROM'],
      it => !it.TWILIO_WHATSAPP_FROM || !!it[name],
      'is needed when TWILIO_WHATSAPP_FROM is given',
    ],
  ),
  ...(['MEMBER_API_URL', 'TWILIO_API_URL', 'RECAPTCHA_VERIFY_URL'] as const).map(
    (name): Rule => [
      [name, 'PUBLIC_URL'],
      it => isSafe(new URL(it[name])) || isLocal(it),
      'must be https: unless its host, or that of PUBLIC_URL, is loopback',
    ],
  ),
  [
    ['HMAC_KEYS', 'SESSION_KEYS', 'ENCRYPTION_KEYS'],
    it => allDiffer([...it.SESSION_KEYS, ...it.ENCRYPTION_KEYS, ...it.HMAC_KEYS]),
    'SESSION_KEYS, ENCRYPTION_KEYS and HMAC_KEYS must not share a key',
  ],
]

/** The variables of the environment, by their names in .env.example. */
export const Environment = variables.superRefine(
  (it, { issues, addIssue }) => {
    const broken = new Set<unknown>(issues.map(({ path }) => path?.[0]))
    for (const [names, holds, message] of rules)
      if (!names.some(name => broken.has(name)) && !holds(it)) addIssue({ code: 'custom', path: [names[0]], message })
  },
  // Whatever else is wrong: an operator wants to hear of every problem at once.
  { when: () => true },
)

/** Whether a host name, as `URL` gives it, is this machine itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

function isLocal({ PUBLIC_URL }: Settings): boolean {
  return isLoopback(PUBLIC_URL.hostname)
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname)
}

function allDiffer(keys: readonly Buffer[]): boolean {
  return new Set(keys.map(key => key.toString('base64'))).size === keys.length
}

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.isValid(text)
}
