import express, { type Express } from 'express'
import type { Registry } from 'prom-client'

/**
 * Probes and metrics, on a port of their own that members never reach (REL-G3). `trouble` says why no more members should be
 * sent here, or nothing where they may be.
 */
export function admin(trouble: () => Promise<string | undefined>, register: Registry): Express {
  const app = express().disable('x-powered-by')

  app.get('/livez', (_req, res) => void res.type('text').send('ok'))
  app.get('/readyz', async (_req, res) => {
    const reason = await trouble()
    res
      .status(reason ? 503 : 200)
      .type('text')
      .send(reason ?? 'ok')
  })
  app.get('/metrics', async (_req, res) => void res.type(register.contentType).send(await register.metrics()))
  return app
}
