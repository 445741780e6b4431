import { passwordHasher } from './adapters/argon2.ts'
import { callTwilio } from './adapters/call-twilio.ts'
import { plainQuestion } from './adapters/captcha/question.ts'
import { type CodeFate, countedLedger } from './adapters/counted-ledger.ts'
import { openCaptcha, openStores } from './adapters/index.ts'
import { memberRegistry } from './adapters/member-api/index.ts'
import { phoneCarriers } from './adapters/phone-carriers.ts'
import { smtpMailer } from './adapters/smtp.ts'
import { validTwilioSignature } from './adapters/twilio.ts'
import type { DependencyWatch } from './adapters/watched.ts'
import type { Dependencies } from './app.ts'
import { auditTrail } from './audit.ts'
import { isLoopback } from './config/environment.ts'
import type { Config } from './config.ts'
import { activations } from './domain/activations.ts'
import { codeGuesses } from './domain/code-guesses.ts'
import { passwordRuleFor } from './domain/common-passwords.ts'
import { deliveryRate } from './domain/delivery-rate.ts'
import { deliveryReports } from './domain/delivery-reports.ts'
import { guessAlert } from './domain/guess-alert.ts'
import { guesses } from './domain/guesses.ts'
import { KeyedHash, keysFor } from './domain/keyed-hash.ts'
import { liveFlows } from './domain/live-flows.ts'
import { memberKey } from './domain/member-key.ts'
import { OneTimeCodes } from './domain/one-time-codes.ts'
import { Sealer } from './domain/seal.ts'
import { sendBudget } from './domain/send-budget.ts'
import { translators } from './i18n.ts'
import { createLog, type Logger } from './log.ts'
import { courier } from './messages/courier.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { workOnOutbox } from './outbox.ts'
import type { Channel } from './ports.ts'
import { secondsLeft } from './web/session.ts'
import { templates } from './web/views.ts'

/** Puts the service together from its configuration. Throws `Unavailable` when the stores cannot be reached. */
export async function compose(config: Config) {
  const metrics = createMetrics()
  const log = createLog(config.LOG_LEVEL, lost => metrics.alarm('log', lost))
  const translate = await translators(config.organisation, config.NODE_ENV === 'production')
  const render = templates({ reload: config.NODE_ENV === 'development' })
  const alarm = alarms(metrics, log)
  const stores = await openStores(config, data => secondsLeft(config.limits, data), {
    error: err => log.error({ err }, 'redis'),
    alarm,
    note: text => log.warn(text),
  })
  const { limiter, spent, references } = stores
  const { limits } = config
  const watch = dependencyWatch(metrics, alarm)
  const mails = mailer(config, watch)
  const phones = phoneCarriers(config, twilioAccount(config, watch, alarm))
  const messenger = courier(config, translate, render, { mailer: mails, ...phones })
  const alert = guessAlert(limits.identity.alarm, alarm)
  const flows = liveFlows(limiter, limits.session.absoluteSeconds)
  const rate = deliveryRate(alarm)
  const hasher = passwordHasher()
  metrics.hashQueue(hasher.waiting)

  const count = (channel: Channel, fate: CodeFate) => {
    metrics.code(channel, fate)
    if (channel === 'sms') rate(fate)
  }
  const ledger = countedLedger(stores.ledger, count, metrics.delivery)
  const reports = deliveryReports(ledger, new Sealer(keysFor(config.ENCRYPTION_KEYS, 'delivery-ticket')))

  const members = registry(config, watch)
  const audit = auditTrail(log, config.HMAC_KEYS, metrics.securityEvent)

  const dependencies: Dependencies = {
    config,
    translate,
    render,
    log,
    audit,
    metrics,
    sessionStore: stores.sessions,
    question: plainQuestion({
      hash: new KeyedHash(config.HMAC_KEYS, 'question'),
      lifetimeSeconds: config.limits.captcha.lifetimeSeconds,
      spent,
    }),
    webhookSignature: (...report) => validTwilioSignature(config.TWILIO_AUTH_TOKEN, ...report),
    recordDelivery: reports.record,
    services: {
      registry: members,
      codes: new OneTimeCodes({
        ledger,
        reports,
        courier: messenger,
        hash: new KeyedHash(config.HMAC_KEYS, 'one-time-code'),
        budget: sendBudget(flows, limits.send, alarm),
        guesses: codeGuesses(flows, limits.send.wrongCodes),
      }),
      phoneWays: phones.ways,
      memberKey,
      guesses: guesses(limiter, limits, alert),
      flows,
      passwordSubmit: holder =>
        flows.take(holder, [{ key: `password:${holder.flow}`, windows: limits.password.perSession }]),
      activations: activations(members, stores.outbox),
      passwordRule: passwordRuleFor(config.organisation),
      hasher,
      captcha: openCaptcha(config, spent, alert.costFactor, watch),
      limiter,
      spent,
      references,
      termsVersion: config.organisation.terms.version,
    },
  }
  const { outbox } = stores
  const worker = workOnOutbox({ limits, outbox, registry: members, courier: messenger, audit, metrics, alarm, log })
  return { dependencies, stores, log, worker, close }

  /** Lets go of everything behind the service. */
  async function close(): Promise<void> {
    await worker.stop()
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

/** An open breaker is an alarm as well: members are turned away (REL-D6). */
function dependencyWatch(metrics: Metrics, alarm: (name: string, raised: boolean) => void): DependencyWatch {
  return {
    dependency: metrics.dependency,
    breaker(name, state) {
      metrics.breaker(name, state)
      alarm(`${name}-down`, state !== 'closed')
    },
  }
}

function registry({ MEMBER_API_URL, MEMBER_API_TOKEN, limits }: Config, watch: DependencyWatch) {
  return memberRegistry({
    url: MEMBER_API_URL,
    token: MEMBER_API_TOKEN,
    limits: limits.dependencies.memberApi,
    watch,
  })
}

function mailer({ SMTP_URL, MAIL_FROM, PUBLIC_URL, organisation, limits }: Config, watch: DependencyWatch) {
  return smtpMailer({
    url: SMTP_URL,
    from: MAIL_FROM,
    senderName: organisation.shortName,
    trial: isLoopback(PUBLIC_URL.hostname),
    limits: limits.dependencies.smtp,
    watch,
  })
}

function twilioAccount(config: Config, watch: DependencyWatch, alarm: (name: string, raised: boolean) => void) {
  return callTwilio({
    apiUrl: config.TWILIO_API_URL,
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    limits: config.limits.dependencies.twilio,
    watch,
    alarm,
  })
}
