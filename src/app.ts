import express, { type Express, type Router } from 'express'
import type { AuditTrail } from './audit.ts'
import type { Config } from './config.ts'
import type { DeliveryReports } from './domain/delivery-reports.ts'
import type { Translate } from './i18n.ts'
import { activation } from './journey.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { DeliveryJudge, Language, PlainQuestion, WebhookSignature } from './ports.ts'
import type { Services } from './services.ts'
import { auditRequests } from './web/audit.ts'
import { formBody, wellFormed } from './web/body.ts'
import { clientAddress } from './web/client-address.ts'
import { errorPage, notFound } from './web/errors.ts'
import { securityHeaders } from './web/headers.ts'
import { requestLog } from './web/log.ts'
import { readingMode } from './web/mode.ts'
import { type LoopDelay, shedLoad } from './web/overload.ts'
import { knownMethods, ownHost } from './web/own-host.ts'
import { pages } from './web/page.ts'
import { publicFiles } from './web/public-files.ts'
import { requestBudget } from './web/request-budget.ts'
import { routes } from './web/routes.ts'
import { sameOrigin } from './web/same-origin.ts'
import { type SupersedingStore, sessions } from './web/session.ts'
import { readStart } from './web/start-cookie.ts'
import { twilioWebhook } from './web/twilio-webhook.ts'
import { untrustedProxy } from './web/untrusted-proxy.ts'
import { type RenderTemplate, templateCopy } from './web/views.ts'
import type { Web } from './web/web.ts'

export interface Dependencies {
  config: Config
  services: Services
  question: PlainQuestion
  webhookSignature: WebhookSignature
  judgeDelivery: DeliveryJudge
  recordDelivery: DeliveryReports['record']
  sessionStore: SupersedingStore
  translate: Record<Language, Translate>
  render: RenderTemplate
  log: Logger
  audit: AuditTrail
  alarm(name: string, raised: boolean): void
  metrics: Metrics
  delay: LoopDelay
  /** Pages beside the journey, at addresses of their own; the demo adds the gallery. */
  extra?: ((web: Web, writing: Pick<Dependencies, 'config' | 'translate' | 'render'>) => Router) | undefined
}

/** The wizard, wired: read top to bottom as the path of a request. */
export function createApp({
  config,
  services,
  question,
  webhookSignature,
  judgeDelivery,
  recordDelivery,
  sessionStore,
  translate,
  render,
  log,
  audit,
  alarm,
  metrics,
  delay,
  extra,
}: Dependencies): Express {
  const { BASE_PATH: base, PUBLIC_URL } = config
  const assets = publicFiles(base)
  const showPage = pages(config, templateCopy(translate), render, assets.urlOf)
  const web: Web = {
    config,
    journey: activation,
    services,
    question,
    showPage,
    funnel: metrics.step,
    urlOf: (path: string) => (path ? `${base}/${path}` : base),
  }

  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.set('trust proxy', config.TRUST_PROXY)
  app.set('query parser', 'simple')

  app.use(
    requestLog(log, metrics, base),
    clientAddress(log, metrics, alarm),
    auditRequests(audit, base),
    securityHeaders(config),
  )
  if (!config.TRUST_PROXY) app.use(untrustedProxy(log))
  app.use(readingMode(PUBLIC_URL.protocol === 'https:'))
  app.use(`${base}/assets`, knownMethods, ownHost(PUBLIC_URL.host), assets.serve)
  app.use(
    shedLoad(config.limits.server, delay, PUBLIC_URL.protocol === 'https:', () => metrics.limited('overload')),
    knownMethods,
    ownHost(PUBLIC_URL.host),
  )
  app.use(formBody())
  const reports = twilioWebhook(PUBLIC_URL.origin, webhookSignature, judgeDelivery, recordDelivery)
  app.post(`${base}/webhooks/twilio`, wellFormed, reports)
  app.use(sameOrigin(PUBLIC_URL.origin))
  if (extra) app.use(extra(web, { config, translate, render }))
  app.use(
    base,
    readStart(config),
    sessions(config, sessionStore),
    requestBudget(config.limits.session.requests, showPage),
    routes(web),
  )
  app.use(notFound, errorPage(web))
  return app
}
