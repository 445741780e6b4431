import { randomUUID, timingSafeEqual } from 'node:crypto'
import express, { type RequestHandler, type Response } from 'express'
import { arrivals } from '../arrivals.ts'
import { type Faults, faulty } from '../faults.ts'
import { listen, type Place } from '../listen.ts'
import { type Given, type Refusal, refusal, type Sms } from './sms.ts'
import { type GatewayReports, reporter } from './sms-reports.ts'

export interface SmsGatewayOptions extends Place, Faults, GatewayReports {
  user?: string
  secret: string
}

export interface GatewayText extends Sms {
  at: Date
  fields: Readonly<Record<string, unknown>>
}

/** An aggregator's gateway: SMS as JSON with a bearer token, as a form with user and password, or in the query with an answer in text. */
export async function startSmsGateway(options: SmsGatewayOptions) {
  const { user = 'insurer', secret } = options
  const texts = arrivals<GatewayText>()
  const report = reporter(options)
  const app = express().disable('x-powered-by')
  app.use(express.json(), express.urlencoded({ extended: false }), faulty(options))

  app.post('/api/v1/sms', withBearer(secret), (req, res) => {
    const { from, to, message, type, validity, dlr_url: dlr } = req.body
    take(
      { from, to, text: message, unicode: type === 'unicode', validSeconds: validity },
      req.body,
      dlr,
      answerInJson(res),
    )
  })
  app.post('/api/v1/sms/form', (req, res) => {
    const { login, password, sender, msisdn, content, encoding, ttl, callback } = req.body
    const sms = { from: sender, to: msisdn, text: content, unicode: encoding === 'UCS2', validSeconds: Number(ttl) }
    if (login !== user || !same(password, secret)) return answerInJson(res)(NOT_YOU)
    return take(sms, req.body, callback, answerInJson(res))
  })
  app.get('/cgi-bin/sendsms', (req, res) => {
    const { username, password, from, to, text, coding, validity, 'dlr-url': dlr } = req.query as Record<string, string>
    const sms = { from, to, text, unicode: coding === '2', validSeconds: Number(validity) * 60 }
    if (username !== user || !same(password, secret)) return answerInText(res)(NOT_YOU)
    return take(sms, { ...req.query }, dlr, answerInText(res))
  })
  app.use((_req, res) => void res.status(404).type('html').send('<h1>Not Found</h1>'))

  const { url, close } = await listen(app, options)
  const next = (to: string, withinMs?: number) => texts.next(text => `+${text.to}` === to, withinMs)
  return { url, texts, next, close }

  function take(sms: Given, fields: GatewayText['fields'], dlr: unknown, answer: (refused?: Refusal) => void): void {
    const refused = refusal(sms)
    if (refused) return void answer(refused)
    const taken = sms as Sms
    texts.add({ ...taken, at: new Date(), fields })
    if (typeof dlr === 'string') void report(taken.to, dlr)
    answer()
  }
}

const NOT_YOU: Refusal = { code: 101, text: 'Authentication failed', status: 401 }

function withBearer(secret: string): RequestHandler {
  return (req, res, next) => (same(req.get('Authorization'), `Bearer ${secret}`) ? next() : answerInJson(res)(NOT_YOU))
}

function answerInJson(res: Response) {
  return (refused?: Refusal): void => {
    if (!refused) return void res.json({ status: 'accepted', message_id: randomUUID() })
    const { code, text, status = 200 } = refused
    res.status(status).json({ status: 'rejected', error: { code, text } })
  }
}

function answerInText(res: Response) {
  return (refused?: Refusal): void => {
    if (!refused) return void res.status(202).type('text').send('0: Accepted for delivery')
    res
      .status(refused.status ?? 200)
      .type('text')
      .send(`${refused.code}: ${refused.text}`)
  }
}

function same(given: unknown, right: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
