import express, { type RequestHandler, type Response } from 'express'
import { arrivals } from '../arrivals.ts'
import { type Faults, faulty } from '../faults.ts'
import { listen, type Place } from '../listen.ts'
import { heard } from './heard.ts'
import { acceptedCall, type CallFields, callRefusal } from './twilio-call.ts'
import { accepted, type MessageFields, refusal } from './twilio-message.ts'
import { reporter, type TwilioReports } from './twilio-reports.ts'

export interface TwilioApiOptions extends Place, Faults, TwilioReports {
  accountSid: string
  authToken: string
}

export interface ReceivedText {
  at: Date
  sid: string
  to: string
  body: string
  fields: MessageFields
}

export interface ReceivedCall {
  at: Date
  sid: string
  to: string
  body: string
  fields: CallFields
}

/** Twilio's `POST …/Messages.json` and `…/Calls.json`: their forms, their answers, their signed reports. */
export async function startTwilioApi(options: TwilioApiOptions) {
  const { accountSid } = options
  const texts = arrivals<ReceivedText>()
  const calls = arrivals<ReceivedCall>()
  const report = reporter(options)
  const account = `/2010-04-01/Accounts/${accountSid}`
  const app = express().disable('x-powered-by')
  app.use(express.urlencoded({ extended: false }), faulty(options), basicAuth(options))
  app.post(`${account}/Messages.json`, (req, res) => {
    const fields = { ...req.body } as MessageFields
    const refused = refusal(fields)
    if (refused) return twilioError(res, 400, refused.code, refused.message)
    const message = accepted(accountSid, fields)
    texts.add({ at: new Date(), sid: message.sid, to: message.to, body: message.body, fields })
    void report('Message', message, fields.StatusCallback)
    res.status(201).json(message)
  })
  app.post(`${account}/Calls.json`, (req, res) => {
    const fields = { ...req.body } as CallFields
    const refused = callRefusal(fields)
    if (refused) return twilioError(res, 400, refused.code, refused.message)
    const call = acceptedCall(accountSid, fields)
    calls.add({ at: new Date(), sid: call.sid, to: call.to, body: heard(fields.Twiml ?? ''), fields })
    void report('Call', call, fields.StatusCallback)
    res.status(201).json(call)
  })
  app.get(`${account}.json`, (_req, res) => void res.json({ sid: accountSid, status: 'active', type: 'Full' }))
  app.use((_req, res) => twilioError(res, 404, 20404, 'The requested resource was not found'))
  const { url, close } = await listen(app, options)
  const next = (to: string, withinMs?: number) => texts.next(text => text.to === to, withinMs)
  const nextCall = (to: string, withinMs?: number) => calls.next(call => call.to === to, withinMs)
  return { url, texts, calls, next, nextCall, close }
}

export function twilioErrorBody(status: number, code: number, message: string) {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}

function twilioError(res: Response, status: number, code: number, message: string): void {
  res.status(status).json(twilioErrorBody(status, code, message))
}

function basicAuth({ accountSid, authToken }: TwilioApiOptions): RequestHandler {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return (req, res, next) =>
    req.get('Authorization') === expected ? next() : twilioError(res, 401, 20003, 'Authenticate')
}
