import { passwordHasher } from '../adapters/argon2.ts'
import { openCaptcha } from '../adapters/captcha/index.ts'
import { plainQuestion } from '../adapters/captcha/question.ts'
import { createGatewayJudge } from '../adapters/carrier/http/deliveries.ts'
import { phoneCarriers } from '../adapters/carrier/index.ts'
import { type OfSession, openStores } from '../adapters/index.ts'
import { memberRegistry } from '../adapters/member-api/index.ts'
import type { MemoryStore } from '../adapters/memory/index.ts'
import { smtpMailer } from '../adapters/smtp/index.ts'
import { createDeliveryJudge } from '../adapters/twilio/deliveries.ts'
import { validTwilioSignature } from '../adapters/twilio/sms.ts'
import type { Config } from '../config/index.ts'
import { isLoopback } from '../config/loopback.ts'
import { createActivations } from '../domain/activation/activations.ts'
import { createOutboxJobs } from '../domain/activation/outbox-jobs.ts'
import { startOutboxWorker } from '../domain/activation/outbox-worker.ts'
import { createCodeAttempts } from '../domain/codes/code-attempts.ts'
import { createDeliveryReports } from '../domain/codes/delivery-reports.ts'
import { OneTimeCodes } from '../domain/codes/one-time-codes.ts'
import { createSendBudget } from '../domain/codes/send-budget.ts'
import { createSharedContacts } from '../domain/codes/shared-contacts.ts'
import { KeyedHash, keyedNames, keysFor } from '../domain/crypto/keyed-hash.ts'
import { Sealer } from '../domain/crypto/seal.ts'
import { createActiveSession } from '../domain/identity/active-session.ts'
import { createAttackLevel } from '../domain/identity/attack-level.ts'
import { createIdentityAttempts } from '../domain/identity/identity-attempts.ts'
import { createNetworkBuckets } from '../domain/networks/network-buckets.ts'
import { passwordRuleFor } from '../domain/passwords/common-passwords.ts'
import { createPasswordSubmits } from '../domain/passwords/password-submits.ts'
import { createPuzzleBudget } from '../domain/sessions/puzzle-budget.ts'
import { createSessionBudget } from '../domain/sessions/session-budget.ts'
import { createMalformedForms } from '../domain/sessions/session-failures.ts'
import { translators } from '../i18n/index.ts'
import { longCodes } from '../i18n/messages/code-sms.ts'
import { courier } from '../i18n/messages/courier.ts'
import { alarms } from '../observability/alarms.ts'
import { auditTrail } from '../observability/audit.ts'
import { bookedMetrics } from '../observability/booked-metrics.ts'
import { createBookkeeper } from '../observability/bookkeeper.ts'
import { codeMetrics } from '../observability/code-metrics.ts'
import { dependencyReports, redisReports } from '../observability/dependency-reports.ts'
import { createLog } from '../observability/log.ts'
import { createMetrics } from '../observability/metrics.ts'
import { outboxReports } from '../observability/outbox-reports.ts'
import type { Dependencies } from '../web/context.ts'
import { loopDelay } from '../web/middleware/load-shedding.ts'
import { secondsLeft } from '../web/middleware/session.ts'
import { holderOf } from '../web/position.ts'
import { templates } from '../web/views/index.ts'

/** Puts the service together from its configuration. Throws `Unavailable` if the stores cannot be reached. */
export async function compose(config: Config, memory?: MemoryStore) {
  const keeper = createBookkeeper()
  const metrics = bookedMetrics(createMetrics(), keeper.count)
  const log = createLog(config.LOG_LEVEL, lost => metrics.alarm('log', lost))
  const translate = await translators(config.organisation, config.NODE_ENV === 'production')
  const { inFrench, inTwoSegments } = longCodes(config, translate)
  if (inFrench.length > 0) log.warn({ modes: inFrench }, 'PUBLIC_URL: host too long, Arabic codes are sent in French')
  if (inTwoSegments.length > 0) log.warn({ modes: inTwoSegments }, 'PUBLIC_URL: host too long, codes take two SMS each')
  const render = templates({ reload: config.NODE_ENV === 'development' })
  const alarm = alarms(metrics, log)
  const { limits, organisation, TWILIO_AUTH_TOKEN: authToken } = config
  const ofSession: OfSession = { secondsLeft: data => secondsLeft(limits, data), holderOf }
  const stores = await openStores(config, ofSession, redisReports(metrics, log, alarm), memory)
  keeper.begin(stores.days, err => log.warn({ err }, 'day book'))
  const { ledger, limiter, outbox, replays } = stores

  const watch = dependencyReports(metrics, alarm, log)
  const registry = memberRegistry({
    url: config.MEMBER_API_URL,
    token: config.MEMBER_API_TOKEN,
    limits: limits.dependencies.memberApi,
    watch,
    alarm,
  })
  const mailer = smtpMailer({
    url: config.SMTP_URL,
    from: config.MAIL_FROM,
    senderName: organisation.shortName,
    trial: isLoopback(config.PUBLIC_URL.hostname),
    limits: limits.dependencies.smtp,
    watch,
    alarm,
  })
  const phones = phoneCarriers(config, { watch, alarm })
  const messenger = courier(config, translate, render, { mailer, ...phones })

  const attack = createAttackLevel(limiter, limits.identity.alarm, alarm)
  const networks = createNetworkBuckets(limits)
  const shared = createSharedContacts(limits.send.membersPerContact)
  const active = createActiveSession(limiter, limits.session.absoluteSeconds)
  const hasher = passwordHasher()
  metrics.hashQueue(hasher.waiting)

  const observer = codeMetrics(metrics, alarm)
  const deliveries = createDeliveryReports(
    ledger,
    new Sealer(keysFor(config.ENCRYPTION_KEYS, 'delivery-ticket')),
    observer,
  )
  // As the keys of a flow in Redis, by which the console names its page.
  const pageHash = keyedNames(config.HMAC_KEYS)
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
    sharedPage: stores.shared,
    pageNameOf: flow => pageHash.of(flow),
    question: plainQuestion({
      hash: new KeyedHash(config.HMAC_KEYS, 'question'),
      lifetimeSeconds: limits.captcha.lifetimeSeconds,
      replays,
    }),
    webhookSignature: (...report) => !!authToken && validTwilioSignature(authToken, ...report),
    judgeDelivery: config.smsGateway ? createGatewayJudge(alarm) : createDeliveryJudge(alarm, watch.refused),
    recordDelivery: deliveries.record,
    services: {
      registry,
      codes: new OneTimeCodes({
        ledger,
        reports: deliveries,
        observer,
        courier: messenger,
        hash: new KeyedHash(config.HMAC_KEYS, 'one-time-code'),
        budget: createSendBudget(active, limits.send, networks, shared, alarm),
        attempts: createCodeAttempts(active, limits.send.wrongCodes, shared),
      }),
      phoneWays: phones.ways,
      smsSender: phones.smsSender,
      identityAttempts: createIdentityAttempts(limiter, limits, networks, attack),
      activeSession: active,
      passwordSubmits: createPasswordSubmits(active, limits.password),
      activations: createActivations(registry, outbox),
      passwordRule: passwordRuleFor(organisation),
      hasher,
      captcha: openCaptcha(config, replays, attack.costFactor, watch),
      limiter,
      networks,
      malformed: createMalformedForms(limiter, limits),
      puzzles: createPuzzleBudget(limiter, limits.captcha),
      newSession: createSessionBudget(limiter, limits.session, networks, alarm),
      termsVersion: organisation.terms.version,
    },
  }
  const reports = outboxReports(log, audit, metrics, alarm)
  const perform = createOutboxJobs({ outbox, registry, courier: messenger, ...reports })
  const worker = startOutboxWorker({ outbox, perform, pollMs: limits.outbox.pollMs, ...reports })
  return { dependencies, stores, log, worker, close }

  async function close(): Promise<void> {
    await worker.stop()
    mailer.close()
    await keeper.stop()
    await stores.close()
  }
}
