import { isLoopback } from './loopback.ts'
import { PUBLIC_RULES } from './public-rules.ts'
import { allDiffer } from './values/key-list.ts'
import { type Settings, variables } from './variables.ts'

type Rule = [names: [keyof Settings, ...(keyof Settings)[]], holds: (it: Settings) => boolean, problem: string]

/** Rules between variables, checked if each is valid alone, reported on the first. */
const rules: readonly Rule[] = [
  [
    ['PUBLIC_URL'],
    it => it.PUBLIC_URL.href === `${it.PUBLIC_URL.origin}/`,
    'must be an origin, without a path or anything else',
  ],
  [['ADMIN_PORT', 'PORT'], it => it.ADMIN_PORT !== it.PORT || it.PORT === 0, 'must differ from PORT'],
  ...(['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY'] as const).map(
    (name): Rule => [
      [name, 'CAPTCHA'],
      it => it.CAPTCHA !== 'recaptcha' || !!it[name],
      'is needed when CAPTCHA is recaptcha',
    ],
  ),
  ...(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'] as const).map(
    (name): Rule => [
      [name, 'SMS_GATEWAY'],
      it => it.SMS_GATEWAY !== 'twilio' || !!it[name],
      'is needed unless SMS_GATEWAY is http',
    ],
  ),
  ...(['TWILIO_VOICE_FROM', 'TWILIO_WHATSAPP_FROM'] as const).map(
    (name): Rule => [
      [name, 'SMS_GATEWAY'],
      it => it.SMS_GATEWAY !== 'http' || !it[name],
      'needs Twilio: calls and WhatsApp do not go through an HTTP gateway (SMS_GATEWAY is http)',
    ],
  ),
  [
    ['SMS_GATEWAY_FILE', 'SMS_GATEWAY'],
    it => it.SMS_GATEWAY !== 'http' || !!it.SMS_GATEWAY_FILE,
    'is needed when SMS_GATEWAY is http',
  ],
  [
    ['SMS_GATEWAY_FILE', 'SMS_GATEWAY'],
    it => it.SMS_GATEWAY === 'http' || !it.SMS_GATEWAY_FILE,
    'is read only when SMS_GATEWAY is http',
  ],
  [
    ['TWILIO_FROM', 'TWILIO_MESSAGING_SERVICE_SID', 'SMS_GATEWAY'],
    it => it.SMS_GATEWAY !== 'twilio' || !!(it.TWILIO_FROM ?? it.TWILIO_MESSAGING_SERVICE_SID),
    'or TWILIO_MESSAGING_SERVICE_SID is needed',
  ],
  ...(['TWILIO_WHATSAPP_CONTENT_SID_FR', 'TWILIO_WHATSAPP_CONTENT_SID_AR'] as const).map(
    (name): Rule => [
      [name, 'TWILIO_WHATSAPP_FROM'],
      it => !it.TWILIO_WHATSAPP_FROM || !!it[name],
      'is needed when TWILIO_WHATSAPP_FROM is given',
    ],
  ),
  [
    ['HMAC_KEYS', 'SESSION_KEYS', 'ENCRYPTION_KEYS', 'LIVE_VIEW_KEYS'],
    it => allDiffer([...it.SESSION_KEYS, ...it.ENCRYPTION_KEYS, ...it.HMAC_KEYS, ...it.LIVE_VIEW_KEYS]),
    'SESSION_KEYS, ENCRYPTION_KEYS, HMAC_KEYS and LIVE_VIEW_KEYS must not share a key',
  ],
]

export const Environment = variables.superRefine(
  (it, { issues, addIssue }) => {
    const broken = new Set<unknown>(issues.map(({ path }) => path?.[0]))
    const isWell = (name: keyof Settings) => !broken.has(name)
    for (const [names, holds, message] of rules)
      if (names.every(isWell) && !holds(it)) addIssue({ code: 'custom', path: [names[0]], message })
    if (!isWell('PUBLIC_URL') || isLoopback(it.PUBLIC_URL.hostname)) return
    for (const { name, isBad, problem } of PUBLIC_RULES)
      if (isWell(name) && isBad(it)) addIssue({ code: 'custom', path: [name], message: problem })
  },
  // Runs even if other checks fail, so that the operator sees all problems at once.
  { when: () => true },
)
