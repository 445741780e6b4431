/**
 * The least that the same pages cost on Express, nunjucks and Redis: the wizard's own templates and words, sessions, forms;
 * nothing else. No form token, security headers, captcha, validation, hashing, compression, log or call to anyone. Configured by
 * the environment: PORT, REDIS_URL and FLOOR_PAGES, a file of an organisation and its `FloorPage`s. With FLOOR_DUTIES it
 * compresses its pages and makes the outside exchanges of a journey as well, and needs the addresses of the far ends.
 */
import { readFileSync } from 'node:fs'
import { RedisStore } from 'connect-redis'
import express, { type Request, type Response } from 'express'
import session from 'express-session'
import { Redis } from 'ioredis'
import type { Organisation } from '../src/config/organisation.ts'
import { html } from '../src/i18n/html.ts'
import { sendPage } from '../src/web/encoding.ts'
import { from, sentAndValid, until } from '../src/web/times.ts'
import { templateCopy, templates } from '../src/web/views/index.ts'
import { duties } from './duties.ts'
import { plainCopy } from './floor-copy.ts'
import type { FloorPage } from './floor-pages.ts'

declare module 'express-session' {
  interface SessionData {
    /** How many pages are answered. */
    at: number
    values: Record<string, Record<string, string>>
  }
}

const { PORT, REDIS_URL = '', FLOOR_PAGES = '', FLOOR_DUTIES } = process.env
const BASE = '/mon_compte'
const read = (path: string | URL) => readFileSync(path, 'utf8')
const { organisation, pages } = JSON.parse(read(FLOOR_PAGES)) as { organisation: Organisation; pages: FloorPage[] }
const translate = plainCopy(organisation)
const t = templateCopy(translate, organisation).both
const render = templates({ reload: false })
const duty = FLOOR_DUTIES ? await duties(process.env, { organisation, translate, render }) : {}
const send = (req: Request, res: Response, page: string) =>
  FLOOR_DUTIES ? sendPage(req, res.type('html'), page) : res.type('html').send(page)
const frame = {
  t,
  organisation,
  from,
  sentAndValid,
  base: BASE,
  logo: html(read(new URL(`../public/organisations/${organisation.logo}`, import.meta.url))),
  stylesheet: `${BASE}/assets/cnops-00000000.css`,
  script: `${BASE}/assets/app-00000000.js`,
  nonce: '0'.repeat(24),
}
const opened = { token: '0'.repeat(32), reference: 'R-000 0000' }

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

for (const [index, { path, template, title, fields, context }] of pages.entries()) {
  const url = BASE + (path && `/${path}`)
  const headTitle = t.text(title)
  const next = pages[index + 1]

  const show = ({ session }: Request, values: Record<string, string>) =>
    render(template, {
      ...frame,
      ...(session.at && { ...opened, expires: { seconds: 1200, warning: 120, ends: until(1200), warned: until(120) } }),
      ...context,
      title,
      headTitle,
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, { ...field, value: values[name] ?? '' }]),
      ),
      ...(!next && {
        activatedAt: new Date(),
        receipt: { email: session.values?.['email']?.['email'], phone: session.values?.['mobile']?.['phone'] },
      }),
    })

  app.get(url, (req, res) => {
    if ((req.session.at ?? 0) < index) return res.redirect(303, BASE)
    send(req, res, show(req, req.session.values?.[path] ?? {}))
  })
  app.post(url, async (req, res) => {
    const typed = req.body as Record<string, string>
    if (!next || (req.session.at ?? 0) < index) return res.redirect(303, BASE)
    const values = Object.fromEntries(Object.keys(fields).map(name => [name, typed[name]?.trim() ?? '']))
    if (Object.keys(fields).length > 0 && Object.values(values).every(value => !value))
      return send(req, res.status(422), show(req, values))
    const kept = await duty[path]?.(values, req.session.values ?? {})
    req.session.values = { ...req.session.values, [path]: { ...values, ...kept } }
    req.session.at = Math.max(req.session.at ?? 0, index + 1)
    res.redirect(303, `${BASE}/${next.path}`)
  })
}
app.listen(Number(PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
