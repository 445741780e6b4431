import express, { type Express } from 'express'
import type { Registry } from 'prom-client'

/** Probes and metrics, on a port members cannot reach (REL-G3). `notReadyReason` returns undefined if ready. */
export function admin(notReadyReason: () => Promise<string | undefined>, register: Registry): Express {
  const app = express().disable('x-powered-by')

  app.get('/livez', (_req, res) => void res.type('text').send('ok'))
  app.get('/readyz', async (_req, res) => {
    const reason = await notReadyReason()
    res
      .status(reason ? 503 : 200)
      .type('text')
      .send(reason ?? 'ok')
  })
  app.get('/metrics', async (_req, res) => {
    // Readiness is a metric too, and nobody else may ask for it.
    await notReadyReason()
    res.type(register.contentType).send(await register.metrics())
  })
  return app
}
