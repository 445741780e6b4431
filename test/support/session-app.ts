import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import session, { type Store } from 'express-session'

import { newSessionId } from '../../src/domain/sessions/session-id.ts'

declare module 'express-session' {
  interface SessionData {
    note: string
  }
}

/** A small site whose visitors leave a note in their session: POST keeps and saves it, GET reads it. `beforeSave` runs in between. */
export async function sessionApp(store: Store, beforeSave = () => {}) {
  const app = express().set('env', 'test')
  app.use(
    session({
      store,
      genid: () => newSessionId(),
      name: 'sid',
      secret: 'for tests',
      resave: false,
      saveUninitialized: false,
    }),
  )
  app.get('/', (req, res) => void res.send(req.session.note ?? 'nothing'))
  app.post('/:note', (req, res, next) => {
    req.session.note = req.params.note
    beforeSave()
    req.session.save(error => (error ? next(error) : res.redirect(303, '/')))
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let cookie = ''

  return {
    async ask(method: 'GET' | 'POST', path: string) {
      const init = { method, headers: { cookie }, redirect: 'manual', signal: AbortSignal.timeout(5000) } as const
      const response = await fetch(origin + path, init)
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
      return { status: response.status, text: await response.text() }
    },
    /** The id that the cookie names. */
    sid: () => /^sid=s%3A([\w-]+)/.exec(cookie)![1]!,
    close: () => server.close(),
  }
}
