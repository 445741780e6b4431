import { passwordHasher } from './adapters/argon2.ts'
import { plainQuestion } from './adapters/captcha/question.ts'
import { countedLedger } from './adapters/counted-ledger.ts'
import { openCaptcha, openStores } from './adapters/index.ts'
import { memberRegistry } from './adapters/member-api/index.ts'
import { smtpMailer } from './adapters/smtp.ts'
import { twilioTexter, validTwilioSignature } from './adapters/twilio.ts'
import type { Dependencies } from './app.ts'
import { auditTrail } from './audit.ts'
import { isLoopback } from './config/environment.ts'
import type { Config } from './config.ts'
import { announcer } from './domain/announcement.ts'
import { codeGuesses } from './domain/code-guesses.ts'
import { passwordRuleFor } from './domain/common-passwords.ts'
import { deliveryRate } from './domain/delivery-rate.ts'
import { guessAlert } from './domain/guess-alert.ts'
import { guesses } from './domain/guesses.ts'
import { KeyedHash } from './domain/keyed-hash.ts'
import { liveFlows } from './domain/live-flows.ts'
import { OneTimeCodes } from './domain/one-time-codes.ts'
import { sendBudget } from './domain/send-budget.ts'
import { translators } from './i18n.ts'
import { createLog, type Logger } from './log.ts'
import { courier } from './messages/courier.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { secondsLeft } from './web/session.ts'
import { templates } from './web/views.ts'

/** Puts the service together from its configuration. Throws `Unavailable` when the stores cannot be reached. */
export async function compose(config: Config) {
  const log = createLog(config.LOG_LEVEL)
  const metrics = createMetrics()
  const translate = await translators(config.organisation, config.NODE_ENV === 'production')
  const render = templates({ reload: config.NODE_ENV === 'development' })
  const stores = await openStores(
    config,
    data => secondsLeft(config.limits, data),
    err => log.error({ err }, 'redis'),
  )
  const mails = mailer(config)
  const messenger = courier(config, translate, render, { mailer: mails, texter: texter(config) })
  const { limiter, spent, references } = stores
  const { limits } = config
  const alarm = alarms(metrics, log)
  const alert = guessAlert(limits.identity.alarm, alarm)
  const flows = liveFlows(limiter, limits.session.absoluteSeconds)
  const rate = deliveryRate(alarm)
  const members = new KeyedHash(config.HMAC_KEYS, 'member')

  const dependencies: Dependencies = {
    config,
    translate,
    render,
    log,
    audit: auditTrail(log, config.HMAC_KEYS, metrics.securityEvent),
    metrics,
    sessionStore: stores.sessions,
    question: plainQuestion({
      hash: new KeyedHash(config.HMAC_KEYS, 'question'),
      lifetimeSeconds: config.limits.captcha.lifetimeSeconds,
      spent,
    }),
    webhookSignature: (...report) => validTwilioSignature(config.TWILIO_AUTH_TOKEN, ...report),
    services: {
      registry: memberRegistry({ url: config.MEMBER_API_URL, token: config.MEMBER_API_TOKEN }),
      codes: new OneTimeCodes({
        ledger: countedLedger(stores.ledger, (channel, fate) => {
          metrics.code(channel, fate)
          if (channel === 'sms') rate(fate)
        }),
        courier: messenger,
        hash: new KeyedHash(config.HMAC_KEYS, 'one-time-code'),
        budget: sendBudget(flows, limits.send, alarm),
        guesses: codeGuesses(flows, limits.send.wrongCodes),
      }),
      memberKey: nationalId => members.of(nationalId),
      guesses: guesses(limiter, limits, alert),
      flows,
      passwordSubmit: holder =>
        flows.take(holder, [{ key: `password:${holder.flow}`, windows: limits.password.perSession }]),
      announce: announcer(messenger, (channel, err) => log.error({ err, channel }, 'notice not sent')),
      passwordRule: passwordRuleFor(config.organisation),
      hasher: passwordHasher(),
      captcha: openCaptcha(config, spent, alert.costFactor),
      limiter,
      spent,
      references,
      termsVersion: config.organisation.terms.version,
    },
  }
  return { dependencies, stores, log, close }

  /** Lets go of everything behind the service. */
  async function close(): Promise<void> {
    mails.close()
    await stores.close()
  }
}

/** What someone must look at: a gauge for the monitoring, and one line in the log at each change. */
function alarms(metrics: Metrics, log: Logger) {
  const on = new Set<string>()
  return (name: string, raised: boolean): void => {
    metrics.alarm(name, raised)
    if (raised === on.has(name)) return
    log.warn({ alarm: name, raised }, 'alarm')
    if (raised) on.add(name)
    else on.delete(name)
  }
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
