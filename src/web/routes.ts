import { type RequestHandler, Router } from 'express'
import type { WebContext } from './context.ts'
import { wellFormed } from './middleware/form-body.ts'
import { requireFormToken } from './middleware/form-token.ts'
import { switchesMode } from './middleware/reading-mode.ts'
import { requestBudget } from './middleware/request-budget.ts'
import { isOpen } from './middleware/session.ts'
import { EXPIRED, finishingPage } from './pages/endings.ts'
import { sideActions } from './pages/side-actions.ts'
import { SIDE_PAGES, sidePages } from './pages/side-pages.ts'
import { startController } from './pages/start.ts'
import { currentPath } from './position.ts'
import { wizardController } from './wizard/controller.ts'
import { wellFormedHere } from './wizard/malformed.ts'

export function routes(web: WebContext): Router {
  const router = Router({ caseSensitive: true })
  const start = startController(web)
  const side = sidePages(web)
  const actions = sideActions(web)
  const wizard = wizardController(web)
  const redraw = modeOnly(web)
  const well = wellFormedHere(web)
  const ofThisSession = [openOnly(web), requireFormToken, well, redraw]
  const ofThisJourney = [openOnly(web), notEndedOnly(web), requireFormToken]

  router.use(requestBudget(web.config.limits.session.requests, web.showPage))
  router.get('/', start.show)
  router.post('/', wellFormed, redraw, start.begin)
  router.get(`/${SIDE_PAGES.done}`, side.done)
  router.get(`/${SIDE_PAGES['already-active']}`, side.alreadyActive)
  router.get(`/${SIDE_PAGES.finishing}`, finishingPage(web))
  router.get(`/${SIDE_PAGES.legal}`, side.legal)
  router.get(`/${SIDE_PAGES.accessibility}`, side.accessibility)
  router.get(`/${SIDE_PAGES.erased}`, side.erased)
  router.get('/captcha', actions.captcha)
  router.post('/quitter', ofThisSession, actions.quit)
  router.post('/prolonger', ofThisSession, actions.stay)
  router.get('/prolonger', actions.stay)
  router.post('/accompagnement', ofThisSession, actions.accompany)
  router.get('/accompagnement', actions.stay)

  router.get('/:path', wizard.show)
  router.post('/:path', ofThisJourney, wizard.submit)
  router.get('/:path/renvoyer', wizard.back)
  router.post('/:path/renvoyer', ofThisJourney, well, redraw, wizard.resend)
  return router
}

/** A language button inside a form only changes the reading mode: nothing is sent, opened or erased. */
function modeOnly({ config, journey, urlOf }: WebContext): RequestHandler {
  const secure = config.PUBLIC_URL.protocol === 'https:'
  return (req, res, next) => {
    if (!switchesMode(req.typed, res, secure)) return next()
    res.redirect(303, urlOf(currentPath(req, journey)))
  }
}

function openOnly({ urlOf }: WebContext): RequestHandler {
  return (req, res, next) => {
    if (isOpen(req) || req.start) return next()
    req.audit('sequence_fail', 'out-of-turn')
    res.redirect(303, `${urlOf('')}?fin=${EXPIRED}`)
  }
}

function notEndedOnly({ journey, urlOf }: WebContext): RequestHandler {
  return (req, res, next) => {
    if (!req.session.ended) return next()
    req.audit('sequence_fail', 'ended')
    res.redirect(303, urlOf(currentPath(req, journey)))
  }
}
