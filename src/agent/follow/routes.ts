import { Router } from 'express'
import type { ConsoleContext } from '../context.ts'

/** The pages of agents. */
export function followRoutes({ showPage }: ConsoleContext): Router {
  const router = Router({ caseSensitive: true })
  router.get('/', (req, res) => showPage(req, res, { template: 'home', title: 'console.title' }))
  return router
}
