import { type RequestHandler, Router } from 'express'
import nunjucks from 'nunjucks'
import type { WebContext } from '../../web/context.ts'
import { switchesMode } from '../../web/middleware/reading-mode.ts'
import { messageScenes, type Writing } from './message-scenes.ts'
import { sideScenes } from './side-scenes.ts'
import { stepScenes } from './step-scenes.ts'

const VIEWS = new URL('../views', import.meta.url).pathname

/** `/gallery`: every page, e-mail and SMS in every state, with invented people. Opens no session and sends nothing. */
export function gallery(web: WebContext, writing: Writing): Router {
  const scenes = [...sideScenes(web), ...stepScenes(web), ...messageScenes(writing)]
  const byName = new Map(scenes.map(scene => [scene.name, scene]))
  const groups = Object.groupBy([...byName.keys()], name => name.split('.')[0]!)
  const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(VIEWS), { autoescape: true })
  const router = Router({ caseSensitive: true })

  const list: RequestHandler = (_req, res) => void res.type('html').send(templates.render('gallery.njk', { groups }))

  const show: RequestHandler = async (req, res, next) => {
    const scene = byName.get(String(req.params['scene']))
    if (!scene) return next()
    switchesMode(req.typed, res, false)
    // A picture of the page, not of the switch.
    res.locals.modeIsNew = false
    await scene.show(req, res)
  }

  router.get('/gallery', list).get('/gallery/:scene', show).post('/gallery/:scene', show)
  return router
}
