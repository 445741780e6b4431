import { fileURLToPath } from 'node:url'
import compression from 'compression'
import type { RequestHandler } from 'express'
import hof from 'hof'

const { PORT, REDIS_PORT, ROOT } = process.env

/** The comparison's page on hof, its usual settings but for what a deployment has to say. ROOT holds what hof-build made. */
const behindProxy: RequestHandler = (req, _res, next) => {
  req.headers['x-forwarded-proto'] = 'https'
  next()
}

hof({
  appName: 'peer',
  root: ROOT,
  fields: fileURLToPath(new URL('fields.ts', import.meta.url)),
  routes: [
    {
      translations: 'translations',
      steps: {
        '/identity': { fields: ['registrationNumber', 'nationalId', 'birthDate'], next: '/done' },
        '/done': { backLink: false },
      },
    },
  ],
  // As a proxy in front of it would: it compresses nothing itself.
  middleware: [behindProxy, compression()],
  host: '127.0.0.1',
  port: PORT,
  redis: { host: '127.0.0.1', port: REDIS_PORT },
  session: { secret: 'x'.repeat(32), ttl: 1800 },
  loglevel: 'error',
})
