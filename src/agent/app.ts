import type { Express } from 'express'
import { recordingApp } from '../server/recording-app.ts'
import { formBody, wellFormed } from '../web/middleware/form-body.ts'
import { knownMethods, ownHost } from '../web/middleware/host-and-method.ts'
import { sameOrigin } from '../web/middleware/same-origin.ts'
import { securityHeaders } from '../web/middleware/security-headers.ts'
import { publicFiles } from '../web/middleware/static-files.ts'
import { notFound } from '../web/pages/errors.ts'
import { templateCopy } from '../web/views/index.ts'
import type { ConsoleContext, ConsoleDependencies } from './context.ts'
import { dayPages } from './day/routes.ts'
import { agentErrors } from './errors.ts'
import { followRoutes } from './follow/routes.ts'
import { guidePages } from './guide/pages.ts'
import { agentLanguage } from './language.ts'
import { agentPages } from './page.ts'
import { agentRouteName } from './route-name.ts'
import { agentSessions, agentsOnly, createIsSignedIn, press, whoIs } from './session.ts'
import { sessionRoutes } from './session-routes.ts'
import { ownNetworks } from './sign-in/own-networks.ts'

/** Creates the console's Express app. The order of the middleware is the path of a request. No GET changes anything. */
export function createConsole(dependencies: ConsoleDependencies): Express {
  const { config, sessions, signIn, translate, render, log, audit, alarm, metrics } = dependencies
  const { AGENT_PUBLIC_URL: own } = config
  const secure = own.protocol === 'https:'
  const assets = publicFiles('')
  const copies = templateCopy(translate, config.organisation)
  const showPage = agentPages(config, copies, render, assets.urlOf)
  const isSignedIn = createIsSignedIn(sessions, signIn.isValid)
  const web: ConsoleContext = { ...dependencies, copies, showPage, assetUrl: assets.urlOf, isSignedIn }

  const app = recordingApp({ config, log, audit, alarm, metrics }, agentRouteName, whoIs)
  app.use(securityHeaders(own, config.HSTS, { 'frame-src': ["'self'"] }))
  app.use(agentLanguage(secure), ownNetworks(config.AGENT_NETWORKS), knownMethods, ownHost(own.host))
  app.use('/assets', assets.serve)
  app.use(formBody(), wellFormed, sameOrigin(own.origin), agentSessions(config, sessions))
  app.use(signIn.routes(web))
  app.use(agentsOnly(sessions, signIn.isValid, secure), press)
  app.use(followRoutes(web), guidePages(web), dayPages(web), sessionRoutes(web))
  const errors = agentErrors(showPage)
  app.use(notFound, errors, errors)
  return app
}
