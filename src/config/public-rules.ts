import { parseConnectionUrl } from 'nodemailer/lib/shared'
import { isLoopback, isSafe } from './loopback.ts'
import { parseRedisUrl } from './redis-url.ts'
import { trustsEverybody } from './values/trust-proxy.ts'
import type { Settings } from './variables.ts'

interface PublicRule<It = Settings> {
  name: keyof It & string
  isBad: (it: It) => boolean
  problem: string
}

/** Read by the wizard and by the console. */
type Shared = Pick<Settings, 'NODE_ENV' | 'REDIS_URL' | 'TRUST_PROXY' | 'LOG_LEVEL'>

interface RuntimeRule {
  name: string
  isBad: (value: string) => boolean
  problem: string
}

const LEAST_TOKEN = 16
/** Gateways give passwords that their users cannot choose. */
const LEAST_GATEWAY_SECRET = 8
const TRIAL_WORDS =
  /change-?(me|it)|only-?for|placeholder|example|password|insecure|your[-_]?(api[-_]?)?(token|key|secret)/i
const GOOGLES_TEST_KEYS = /^6LeIxAcTAAAAA/
const OPTIONS_IN_USE = new Set(['secure', 'host', 'port', 'auth'])

/** The part of `PUBLIC_RULES` that holds for the console too. */
export const SHARED_RULES: readonly PublicRule<Shared>[] = [
  { name: 'NODE_ENV', isBad: it => it.NODE_ENV !== 'production', problem: 'must be production' },
  { name: 'REDIS_URL', isBad: it => it.REDIS_URL === 'memory:', problem: 'memory: is only for a loopback PUBLIC_URL' },
  { name: 'REDIS_URL', isBad: isRedisInClear, problem: 'must be rediss: unless every host in it is loopback' },
  {
    name: 'TRUST_PROXY',
    isBad: it => trustsEverybody(it.TRUST_PROXY),
    problem: 'trusts almost any client: give the number of proxies, at most 5, or their networks',
  },
  {
    name: 'LOG_LEVEL',
    isBad: it => ['silent', 'fatal'].includes(it.LOG_LEVEL),
    problem: 'must log errors: trace, debug, info, warn or error',
  },
]

/** Forbidden for a public service; each is allowed for trials on a loopback PUBLIC_URL. */
export const PUBLIC_RULES: readonly PublicRule[] = [
  ...SHARED_RULES,
  { name: 'PUBLIC_URL', isBad: it => !isSafe(it.PUBLIC_URL), problem: 'must be https: unless its host is loopback' },
  ...(['MEMBER_API_URL', 'TWILIO_API_URL', 'RECAPTCHA_VERIFY_URL'] as const).map(name => ({
    name,
    isBad: (it: Settings) => !isSafe(new URL(it[name])),
    problem: 'must be https: unless its host, or that of PUBLIC_URL, is loopback',
  })),
  { name: 'SMTP_URL', isBad: hasSmtpOptions, problem: 'must not have options after its host: they can weaken TLS' },
  { name: 'CAPTCHA', isBad: it => it.CAPTCHA === 'off', problem: 'off is only for a loopback PUBLIC_URL' },
  {
    name: 'MEMBER_API_TOKEN',
    isBad: it => it.MEMBER_API_TOKEN.length < LEAST_TOKEN || TRIAL_WORDS.test(it.MEMBER_API_TOKEN),
    problem: `must be a secret of at least ${LEAST_TOKEN} characters, not a placeholder`,
  },
  {
    name: 'TWILIO_AUTH_TOKEN',
    isBad: it =>
      it.SMS_GATEWAY === 'twilio' && it.TWILIO_AUTH_TOKEN !== undefined && !isTwilioToken(it.TWILIO_AUTH_TOKEN),
    problem: 'must be the 32 hexadecimal digits that Twilio shows as the token',
  },
  {
    name: 'SMS_GATEWAY_SECRET',
    isBad: ({ SMS_GATEWAY_SECRET: secret }) =>
      secret !== undefined && (secret.length < LEAST_GATEWAY_SECRET || TRIAL_WORDS.test(secret)),
    problem: `must be a secret of at least ${LEAST_GATEWAY_SECRET} characters, not a placeholder`,
  },
  ...(['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY'] as const).map(name => ({
    name,
    isBad: (it: Settings) =>
      it[name] !== undefined && (!/^6L[\w-]{38}$/.test(it[name]) || GOOGLES_TEST_KEYS.test(it[name])),
    problem: 'must be a key of your own from Google: 40 characters that begin with 6L',
  })),
]

export const RUNTIME_RULES: readonly RuntimeRule[] = [
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED',
    isBad: value => value === '0',
    problem:
      '0 accepts any certificate from the insurer, the mail server and Redis: name your CA in NODE_EXTRA_CA_CERTS',
  },
  { name: 'NODE_OPTIONS', isBad: value => /--inspect/.test(value), problem: 'must not open a debugger' },
  { name: 'NODE_DEBUG', isBad: () => true, problem: 'logs requests with their secrets' },
  { name: 'DEBUG', isBad: it => /\*|redis|express|nodemailer|axios/i.test(it), problem: 'logs what members type' },
]

function isTwilioToken(token: string): boolean {
  return /^[0-9a-f]{32}$/i.test(token) && new Set(token).size >= 6
}

function isRedisInClear({ REDIS_URL }: Shared): boolean {
  if (REDIS_URL === 'memory:') return false
  const { tls, hosts } = parseRedisUrl(REDIS_URL)
  return !tls && !hosts.every(({ host }) => isLoopback(host))
}

/** nodemailer reads them as connection options: `?ignoreTLS=true`, `?tls.rejectUnauthorized=false`. */
function hasSmtpOptions({ SMTP_URL }: Settings): boolean {
  return SMTP_URL.includes('?') || Object.keys(parseConnectionUrl(SMTP_URL)).some(name => !OPTIONS_IN_USE.has(name))
}
