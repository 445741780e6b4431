import { type RequestHandler, Router } from 'express'
import { unlessUnavailable } from '../../ports/index.ts'
import type { ConsoleContext } from '../context.ts'
import { followPage } from './follow-page.ts'
import { createFollowing } from './following.ts'
import { lookUpPage } from './look-up-page.ts'
import { createPreview } from './preview/page.ts'
import { previewRoute } from './preview/route.ts'
import { createStreamPlaces } from './stream/places.ts'
import { wrapUpPage } from './wrap-up-page.ts'

/** The pages by which agents follow callers. An agent who signs out follows no more. */
export function followRoutes(web: ConsoleContext): Router {
  const { config, copies, metrics, render, assetUrl, stopping } = web
  const streams = createStreamPlaces(config.limits.assistance.streams)
  stopping.addEventListener('abort', streams.endAll)
  const pages = createFollowing(web, metrics.handled)
  const lookUp = lookUpPage(web, pages)
  const follow = followPage(web, pages, streams)
  const wrapUp = wrapUpPage(web, follow.leave)
  const files = { stylesheet: assetUrl(`${config.ORGANISATION}.css`), logo: assetUrl(config.organisation.logo) }

  const leaveFirst: RequestHandler = async (req, _res, next) => {
    await follow.leave(req).catch(unlessUnavailable)
    next()
  }

  return Router({ caseSensitive: true })
    .get('/', lookUp.show)
    .post('/', lookUp.submit)
    .get('/suivi', follow.show)
    .get('/suivi/flux', follow.openStream)
    .post('/suivi/fin', follow.end)
    .get('/suivi/bilan', wrapUp.show)
    .post('/suivi/bilan', wrapUp.submit)
    .get('/apercu/:page', ...previewRoute(createPreview({ ...config, copies, render, ...files })))
    .post('/deconnexion', leaveFirst)
}
