import type { DependencyWatch } from '../adapters/breaker/observed.ts'
import { memberRegistry } from '../adapters/member-api/index.ts'
import { smtpMailer } from '../adapters/smtp/index.ts'
import { callTwilio } from '../adapters/twilio/call.ts'
import { twilioDeliveries } from '../adapters/twilio/deliveries.ts'
import { phoneCarriers } from '../adapters/twilio/index.ts'
import type { Config } from '../config/index.ts'
import { isLoopback } from '../config/loopback.ts'
import type { Alarm } from '../observability/alarms.ts'
import type { Metrics } from '../observability/metrics.ts'

type ServiceMetrics = Pick<Metrics, 'dependency' | 'breaker' | 'refusal'>
type Log = { info(facts: object, message: string): void }

/** Clients of the member-data API, the mail server and Twilio; `metrics` counts their calls, refusals and breaker states. */
export function openExternalServices(config: Config, metrics: ServiceMetrics, alarm: Alarm, log: Log) {
  const watch = dependencyWatch(metrics, alarm, log)
  const { limits } = config
  const call = callTwilio({
    apiUrl: config.TWILIO_API_URL,
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    limits: limits.dependencies.twilio,
    watch,
    alarm,
  })
  return {
    watch,
    registry: memberRegistry({
      url: config.MEMBER_API_URL,
      token: config.MEMBER_API_TOKEN,
      limits: limits.dependencies.memberApi,
      watch,
      alarm,
    }),
    mailer: smtpMailer({
      url: config.SMTP_URL,
      from: config.MAIL_FROM,
      senderName: config.organisation.shortName,
      trial: isLoopback(config.PUBLIC_URL.hostname),
      limits: limits.dependencies.smtp,
      watch,
      alarm,
    }),
    phones: phoneCarriers(config, call),
    judgeDelivery: twilioDeliveries(alarm, watch.refused),
  }
}

/** An open breaker also raises an alarm, since it refuses members (REL-D6). */
function dependencyWatch(metrics: ServiceMetrics, alarm: Alarm, log: Log) {
  return {
    dependency: metrics.dependency,
    breaker(name, state) {
      metrics.breaker(name, state)
      alarm(`${name}-down`, state !== 'closed')
    },
    refused(name, fault, code) {
      metrics.refusal(name, fault)
      log.info({ service: name, fault, code }, 'refused')
    },
  } satisfies DependencyWatch
}
