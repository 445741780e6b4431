import { type RequestHandler, Router } from 'express'
import { messageScenes, type Writing } from './gallery/message-scenes.ts'
import { sideScenes } from './gallery/side-scenes.ts'
import { stepScenes } from './gallery/step-scenes.ts'
import { switchesMode } from './web/mode.ts'
import type { Web } from './web/web.ts'

/**
 * Every page in every state, every e-mail and SMS, with invented people: listed at its root, one at `/<scene>?lang=ar`.
 * For development, demo and tests; it opens no session and sends nothing.
 */
export function gallery(web: Web, writing: Writing): Router {
  const scenes = [...sideScenes(web), ...stepScenes(web), ...messageScenes(writing)]
  const byName = new Map(scenes.map(scene => [scene.name, scene]))
  const groups = Object.groupBy([...byName.keys()], name => name.split('.')[0]!)
  const router = Router({ caseSensitive: true })

  const list: RequestHandler = (_req, res) => void res.type('html').send(writing.render('gallery', { groups }))

  const show: RequestHandler = async (req, res, next) => {
    const scene = byName.get(String(req.params['scene']))
    if (!scene) return next()
    switchesMode(req.typed, res, false)
    await scene.show(req, res)
  }

  return router.get('/', list).get('/:scene', show).post('/:scene', show)
}
