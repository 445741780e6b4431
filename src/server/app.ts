import type { Express } from 'express'
import { activation } from '../journey.ts'
import type { Dependencies, WebContext } from '../web/context.ts'
import { createAssistance } from '../web/live-page/assistance.ts'
import { formBody, wellFormed } from '../web/middleware/form-body.ts'
import { knownMethods, ownHost } from '../web/middleware/host-and-method.ts'
import { shedLoad } from '../web/middleware/load-shedding.ts'
import { readingMode } from '../web/middleware/reading-mode.ts'
import { sameOrigin } from '../web/middleware/same-origin.ts'
import { securityHeaders } from '../web/middleware/security-headers.ts'
import { sessions } from '../web/middleware/session.ts'
import { readStart } from '../web/middleware/start-cookie.ts'
import { publicFiles } from '../web/middleware/static-files.ts'
import { pages } from '../web/page.ts'
import { errorPage, notFound } from '../web/pages/errors.ts'
import { whoIs } from '../web/position.ts'
import { routeName } from '../web/route-name.ts'
import { routes } from '../web/routes.ts'
import { gatewayWebhook } from '../web/webhooks/gateway.ts'
import { twilioWebhook } from '../web/webhooks/twilio.ts'
import { recordingApp } from './recording-app.ts'

/** Creates the Express app. The order of the middleware is the path of a request. */
export function createApp({
  config,
  services,
  question,
  webhookSignature,
  judgeDelivery,
  recordDelivery,
  sessionStore,
  sharedPage,
  pageNameOf,
  translate,
  render,
  log,
  audit,
  alarm,
  metrics,
  delay,
  extra,
}: Dependencies): Express {
  const { BASE_PATH: base, PUBLIC_URL, smsGateway } = config
  const nameOf = (url: string) => routeName(url, base)
  const assets = publicFiles(base)
  const dictionaries = assets.dictionariesOf(config.ORGANISATION)
  const draw = pages(config, translate, render, assets.urlOf, dictionaries)
  const assistance = createAssistance({ config, journey: activation, shared: sharedPage, nameOf: pageNameOf })
  const showPage = assistance.showing(draw)
  const web: WebContext = {
    config,
    journey: activation,
    services,
    question,
    showPage,
    assistance,
    funnel: metrics.step,
    finished: metrics.finished,
    urlOf: (path: string) => (path ? `${base}/${path}` : base),
  }

  const app = recordingApp({ config, log, audit, alarm, metrics }, nameOf, whoIs)
  app.use(securityHeaders(PUBLIC_URL, config.HSTS), readingMode(PUBLIC_URL.protocol === 'https:'))
  app.use(`${base}/assets`, knownMethods, ownHost(PUBLIC_URL.host), assets.serve)
  app.use(
    shedLoad(config.limits.server, delay, PUBLIC_URL.protocol === 'https:', () => metrics.limited('overload')),
    knownMethods,
    ownHost(PUBLIC_URL.host),
  )
  if (smsGateway?.reports)
    app.all(`${base}/webhooks/sms`, gatewayWebhook(smsGateway.reports, judgeDelivery, recordDelivery))
  app.use(formBody())
  if (!smsGateway) {
    const reports = twilioWebhook(PUBLIC_URL.origin, webhookSignature, judgeDelivery, recordDelivery)
    app.post(`${base}/webhooks/twilio`, wellFormed, reports)
  }
  app.use(sameOrigin(PUBLIC_URL.origin))
  if (extra) app.use(extra(web, { config, translate, render }))
  app.use(base, readStart(config), sessions(config, sessionStore), assistance.watch, routes(web))
  const errors = errorPage(web)
  // Twice, for an error after an error page: Express writes out what nobody handles.
  app.use(notFound, errors, errors)
  return app
}
