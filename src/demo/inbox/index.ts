import { randomBytes } from 'node:crypto'
import express from 'express'
import nunjucks from 'nunjucks'
import type { Arrivals } from '../arrivals.ts'
import { listen, type Place } from '../listen.ts'
import type { accountBook } from '../member-data/accounts.ts'
import { type SampleMember, sampleMembers } from '../member-data/members.ts'
import type { ReceivedMail } from '../smtp-server.ts'
import type { ReceivedCall, ReceivedText } from '../twilio/twilio-api.ts'
import { listMessages } from './inbox-messages.ts'
import { memberSpace } from './member-space.ts'

const VIEWS = new URL('../views', import.meta.url).pathname

export interface InboxOptions extends Place {
  mails: Arrivals<ReceivedMail>
  texts: Arrivals<ReceivedText>
  calls: Arrivals<ReceivedCall>
  accounts: ReturnType<typeof accountBook>
  wizardUrl?: string | undefined
  members?: readonly SampleMember[] | undefined
  /** Who can sign in to the console. */
  agents?: () => readonly { name: string; password: string; code(): string }[]
}

/** The demo's inbox: the sample members, each message as it arrives, and a member space to sign in to. */
export async function startInbox(options: InboxOptions) {
  const app = express().disable('x-powered-by')
  nunjucks.configure(VIEWS, { autoescape: true, express: app })
  app.set('view engine', 'njk').locals['wizardUrl'] = options.wizardUrl
  const { members = sampleMembers } = options
  const messages = () => listMessages(options.mails.all, options.texts.all, options.calls.all)

  const agents = () => options.agents?.().map(agent => ({ ...agent, code: agent.code() })) ?? []

  app.use(strictContent)
  app.use('/static', express.static(`${VIEWS}/static`))
  app.get('/', (_req, res) => res.render('inbox', { members, messages: messages(), agents: agents() }))
  app.get('/messages', (_req, res) => res.render('messages', { messages: messages() }))
  app.get('/messages.json', (_req, res) => void res.json({ messages: messages() }))
  app.get('/events', arrivalEvents(options))
  app.post('/empty', (_req, res) => {
    for (const each of [options.mails, options.texts, options.calls]) each.clear()
    res.redirect(303, '/')
  })
  app.post('/members/reset', (_req, res) => {
    options.accounts.reset()
    res.redirect(303, '/')
  })
  app.use('/member-space', memberSpace(options.accounts))
  return listen(app, options)
}

/** Mails are shown in frames that inherit this policy: nothing in them can run or reach out. */
const strictContent: express.RequestHandler = (_req, res, next) => {
  res.set({
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  })
  next()
}

function arrivalEvents({ mails, texts, calls }: InboxOptions): express.RequestHandler {
  return (req, res) => {
    res.type('text/event-stream').write('retry: 1000\n\n')
    const ring = () => res.write(`id: ${randomBytes(4).toString('hex')}\ndata: arrival\n\n`)
    const quit = [mails.onArrival(ring), texts.onArrival(ring), calls.onArrival(ring)]
    req.once('close', () => {
      for (const leave of quit) leave()
    })
  }
}
