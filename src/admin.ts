import express, { type Express } from 'express'
import type { Registry } from 'prom-client'

/** Probes and metrics, on a port of their own that members never reach (REL-G3). */
export function admin(ping: () => Promise<void>, register: Registry): Express {
  const app = express().disable('x-powered-by')

  app.get('/livez', (_req, res) => void res.type('text').send('ok'))
  app.get('/readyz', async (_req, res) => {
    try {
      await ping()
      res.type('text').send('ok')
    } catch {
      res.status(503).type('text').send('redis is out of reach')
    }
  })
  app.get('/metrics', async (_req, res) => void res.type(register.contentType).send(await register.metrics()))
  return app
}
