import { passwordHasher } from './adapters/argon2.ts'
import { plainQuestion } from './adapters/captcha/question.ts'
import { openCaptcha, openStores } from './adapters/index.ts'
import { memberRegistry } from './adapters/member-api/index.ts'
import { smtpMailer } from './adapters/smtp.ts'
import { twilioTexter, validTwilioSignature } from './adapters/twilio.ts'
import type { Dependencies } from './app.ts'
import { isLoopback } from './config/environment.ts'
import type { Config } from './config.ts'
import { announcer } from './domain/announcement.ts'
import { passwordRuleFor } from './domain/common-passwords.ts'
import { KeyedHash } from './domain/keyed-hash.ts'
import { OneTimeCodes } from './domain/one-time-codes.ts'
import { translators } from './i18n.ts'
import { createLog } from './log.ts'
import { courier } from './messages/courier.ts'
import { secondsLeft } from './web/session.ts'
import { templates } from './web/views.ts'

/** Puts the service together from its configuration. Throws `Unavailable` when the stores cannot be reached. */
export async function compose(config: Config) {
  const log = createLog(config.LOG_LEVEL)
  const translate = await translators(config.organisation, config.NODE_ENV === 'production')
  const render = templates({ reload: config.NODE_ENV === 'development' })
  const stores = await openStores(
    config,
    data => secondsLeft(config.limits, data),
    err => log.error({ err }, 'redis'),
  )
  const messenger = courier(config, translate, render, { mailer: mailer(config), texter: texter(config) })
  const { limiter, spent, references } = stores

  const dependencies: Dependencies = {
    config,
    translate,
    render,
    log,
    sessionStore: stores.sessions,
    question: plainQuestion({
      hash: new KeyedHash(config.HMAC_KEYS, 'question'),
      lifetimeSeconds: config.limits.captcha.lifetimeSeconds,
      spent,
    }),
    webhookSignature: (...report) => validTwilioSignature(config.TWILIO_AUTH_TOKEN, ...report),
    services: {
      registry: memberRegistry({ url: config.MEMBER_API_URL, token: config.MEMBER_API_TOKEN }),
      codes: new OneTimeCodes(stores.ledger, messenger, new KeyedHash(config.HMAC_KEYS, 'one-time-code')),
      announce: announcer(messenger, (channel, err) => log.error({ err, channel }, 'notice not sent')),
      passwordRule: passwordRuleFor(config.organisation),
      hasher: passwordHasher(),
      captcha: openCaptcha(config, spent),
      limiter,
      spent,
      references,
      termsVersion: config.organisation.terms.version,
    },
  }
  return { dependencies, stores, log }
}

function mailer({ SMTP_URL, MAIL_FROM, PUBLIC_URL, organisation }: Config) {
  const trial = isLoopback(PUBLIC_URL.hostname)
  return smtpMailer({ url: SMTP_URL, from: MAIL_FROM, senderName: organisation.shortName, trial })
}

function texter(config: Config) {
  return twilioTexter({
    apiUrl: config.TWILIO_API_URL,
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    from: config.TWILIO_FROM,
    messagingServiceSid: config.TWILIO_MESSAGING_SERVICE_SID,
    validitySeconds: config.limits.code.lifetimeSeconds,
    publicUrl: config.PUBLIC_URL,
    basePath: config.BASE_PATH,
  })
}
