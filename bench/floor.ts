/**
 * The least that the same pages cost on Express, nunjucks and Redis: sessions, forms, nothing else. No languages, form token,
 * security headers, captcha, validation, hashing. Told by the environment: PORT, REDIS_URL and FLOOR_PAGES, a file of `FloorPage`s.
 */
import { readFileSync } from 'node:fs'
import { RedisStore } from 'connect-redis'
import express from 'express'
import session from 'express-session'
import { Redis } from 'ioredis'
import nunjucks from 'nunjucks'
import { type FloorPage, PUZZLE_BYTES } from './floor-pages.ts'

declare module 'express-session' {
  interface SessionData {
    /** How many pages are answered. */
    at: number
    values: Record<string, Record<string, string>>
  }
}

const { PORT, REDIS_URL = '', FLOOR_PAGES = '' } = process.env
const BASE = '/mon_compte'
const pages: FloorPage[] = JSON.parse(readFileSync(FLOOR_PAGES, 'utf8'))
const redis = new Redis(REDIS_URL)
const app = express().disable('x-powered-by').disable('etag')
app.get('/readyz', (_req, res) => void res.sendStatus(redis.status === 'ready' ? 200 : 503))
app.use(
  session({
    store: new RedisStore({ client: redis, prefix: 'floor:', ttl: 1200 }),
    secret: 'the floor keeps no secrets',
    resave: false,
    saveUninitialized: false,
  }),
  express.urlencoded({ extended: false }),
)
app.get(`${BASE}/captcha`, (_req, res) => void res.json({ puzzle: '0'.repeat(PUZZLE_BYTES) }))

const environment = new nunjucks.Environment(null, { autoescape: true })
for (const [index, { path, template, fields }] of pages.entries()) {
  const url = BASE + (path && `/${path}`)
  const compiled = new nunjucks.Template(template, environment, undefined, true)
  const next = pages[index + 1]

  app.get(url, (req, res) => {
    if ((req.session.at ?? 0) < index) return res.redirect(303, BASE)
    res.type('html').send(compiled.render({ values: req.session.values?.[path] ?? {} }))
  })
  app.post(url, (req, res) => {
    const typed = req.body as Record<string, string>
    if (!next || (req.session.at ?? 0) < index) return res.redirect(303, BASE)
    const values = Object.fromEntries(fields.map(name => [name, typed[name]?.trim() ?? '']))
    if (fields.length > 0 && Object.values(values).every(value => !value))
      return res.status(422).type('html').send(compiled.render({ values }))
    req.session.values = { ...req.session.values, [path]: values }
    req.session.at = Math.max(req.session.at ?? 0, index + 1)
    res.redirect(303, `${BASE}/${next.path}`)
  })
}
app.listen(Number(PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
