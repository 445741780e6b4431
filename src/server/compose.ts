import { passwordHasher } from '../adapters/argon2.ts'
import { plainQuestion } from '../adapters/captcha/question.ts'
import { openCaptcha, openStores } from '../adapters/index.ts'
import { validTwilioSignature } from '../adapters/twilio/sms.ts'
import type { Config } from '../config/index.ts'
import { activations } from '../domain/activation/activations.ts'
import { codeAttempts } from '../domain/codes/code-attempts.ts'
import { deliveryReports } from '../domain/codes/delivery-reports.ts'
import { OneTimeCodes } from '../domain/codes/one-time-codes.ts'
import { sendBudget } from '../domain/codes/send-budget.ts'
import { sharedContacts } from '../domain/codes/shared-contacts.ts'
import { KeyedHash, keysFor } from '../domain/crypto/keyed-hash.ts'
import { Sealer } from '../domain/crypto/seal.ts'
import { activeSession } from '../domain/identity/active-session.ts'
import { attackLevel } from '../domain/identity/attack-level.ts'
import { identityAttempts } from '../domain/identity/identity-attempts.ts'
import { networkBuckets } from '../domain/networks/network-buckets.ts'
import { passwordRuleFor } from '../domain/passwords/common-passwords.ts'
import { passwordSubmits } from '../domain/passwords/password-submits.ts'
import { puzzleBudget } from '../domain/sessions/puzzle-budget.ts'
import { sessionBudget } from '../domain/sessions/session-budget.ts'
import { malformedForms } from '../domain/sessions/session-failures.ts'
import { translators } from '../i18n/index.ts'
import { modesInFrench } from '../i18n/messages/code-sms.ts'
import { courier } from '../i18n/messages/courier.ts'
import { alarms } from '../observability/alarms.ts'
import { auditTrail } from '../observability/audit.ts'
import { codeMetrics } from '../observability/code-metrics.ts'
import { createLog } from '../observability/log.ts'
import { createMetrics } from '../observability/metrics.ts'
import type { Dependencies } from '../web/context.ts'
import { loopDelay } from '../web/middleware/load-shedding.ts'
import { secondsLeft } from '../web/middleware/session.ts'
import { templates } from '../web/views.ts'
import { openExternalServices } from './external-services.ts'
import { workOnOutbox } from './outbox.ts'

/** Puts the service together from its configuration. Throws `Unavailable` if the stores cannot be reached. */
export async function compose(config: Config) {
  const metrics = createMetrics()
  const log = createLog(config.LOG_LEVEL, lost => metrics.alarm('log', lost))
  const translate = await translators(config.organisation, config.NODE_ENV === 'production')
  const inFrench = modesInFrench(config, translate)
  if (inFrench.length > 0) log.warn({ modes: inFrench }, 'PUBLIC_URL: host too long, Arabic codes are sent in French')
  const render = templates({ reload: config.NODE_ENV === 'development' })
  const alarm = alarms(metrics, log)
  const stores = await openStores(config, data => secondsLeft(config.limits, data), {
    error: err => log.error({ err }, 'redis'),
    alarm,
    note: text => log.warn(text),
  })
  const { limiter, replays, references } = stores
  const { limits } = config
  const { registry, mailer, phones, judgeDelivery, watch } = openExternalServices(config, metrics, alarm, log)
  const messenger = courier(config, translate, render, { mailer, ...phones })
  const attack = attackLevel(limiter, limits.identity.alarm, alarm)
  const networks = networkBuckets(limits)
  const shared = sharedContacts(limits.send.membersPerContact)
  const active = activeSession(limiter, limits.session.absoluteSeconds)
  const hasher = passwordHasher()
  metrics.hashQueue(hasher.waiting)

  const { ledger } = stores
  const observer = codeMetrics(metrics, alarm)
  const reports = deliveryReports(ledger, new Sealer(keysFor(config.ENCRYPTION_KEYS, 'delivery-ticket')), observer)
  const audit = auditTrail(log, config.HMAC_KEYS, metrics.securityEvent)

  const dependencies: Dependencies = {
    config,
    translate,
    render,
    log,
    audit,
    metrics,
    delay: loopDelay(),
    alarm,
    sessionStore: stores.sessions,
    question: plainQuestion({
      hash: new KeyedHash(config.HMAC_KEYS, 'question'),
      lifetimeSeconds: config.limits.captcha.lifetimeSeconds,
      replays,
    }),
    webhookSignature: (...report) => validTwilioSignature(config.TWILIO_AUTH_TOKEN, ...report),
    judgeDelivery,
    recordDelivery: reports.record,
    services: {
      registry,
      codes: new OneTimeCodes({
        ledger,
        reports,
        observer,
        courier: messenger,
        hash: new KeyedHash(config.HMAC_KEYS, 'one-time-code'),
        budget: sendBudget(active, limits.send, networks, shared, alarm),
        attempts: codeAttempts(active, limits.send.wrongCodes, shared),
      }),
      phoneWays: phones.ways,
      smsSender: phones.smsSender,
      identityAttempts: identityAttempts(limiter, limits, networks, attack),
      activeSession: active,
      passwordSubmits: passwordSubmits(active, limits.password),
      activations: activations(registry, stores.outbox),
      passwordRule: passwordRuleFor(config.organisation),
      hasher,
      captcha: openCaptcha(config, replays, attack.costFactor, watch),
      limiter,
      networks,
      malformed: malformedForms(limiter, limits),
      puzzles: puzzleBudget(limiter, limits.captcha),
      newSession: sessionBudget(limiter, limits.session, networks, alarm),
      references,
      termsVersion: config.organisation.terms.version,
    },
  }
  const { outbox } = stores
  const worker = workOnOutbox({ limits, outbox, registry, courier: messenger, audit, metrics, alarm, log })
  return { dependencies, stores, log, worker, close }

  async function close(): Promise<void> {
    await worker.stop()
    mailer.close()
    await stores.close()
  }
}
