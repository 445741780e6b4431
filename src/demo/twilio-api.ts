import { setTimeout as sleep } from 'node:timers/promises'
import axios from 'axios'
import express, { type RequestHandler, type Response } from 'express'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { arrivals } from './arrivals.ts'
import { type Faults, faulty } from './faults.ts'
import { listen, type Place } from './listen.ts'
import { accepted, type MessageFields, refusal } from './twilio-message.ts'

export interface TwilioApiOptions extends Place, Faults {
  accountSid: string
  authToken: string
  /** Where reports of delivery really go, for a public address that only the test knows. */
  callbackOrigin?: string
}

export interface ReceivedText {
  at: Date
  sid: string
  to: string
  body: string
  fields: MessageFields
}

/** Twilio's `POST …/Messages.json`: its form, its answers, its signed report of delivery. */
export async function startTwilioApi(options: TwilioApiOptions) {
  const texts = arrivals<ReceivedText>()
  const path = `/2010-04-01/Accounts/${options.accountSid}/Messages.json`
  const app = express().disable('x-powered-by')
  app.use(express.urlencoded({ extended: false }), faulty(options), basicAuth(options))
  app.post(path, (req, res) => {
    const fields = { ...req.body } as MessageFields
    const refused = refusal(fields)
    if (refused) return twilioError(res, 400, refused.code, refused.message)
    const message = accepted(options.accountSid, fields)
    texts.add({ at: new Date(), sid: message.sid, to: message.to, body: message.body, fields })
    res.status(201).json(message)
    if (fields.StatusCallback) void reportDelivery(options, fields.StatusCallback, message)
  })
  app.use((_req, res) => twilioError(res, 404, 20404, 'The requested resource was not found'))
  const { url, close } = await listen(app, options)
  const next = (to: string, withinMs?: number) => texts.next(text => text.to === to, withinMs)
  return { url, texts, next, close }
}

/** Twilio's error body, e.g. for the faults of a test. */
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

async function reportDelivery(options: TwilioApiOptions, url: string, message: ReturnType<typeof accepted>) {
  await sleep(20)
  const fields = { AccountSid: options.accountSid, MessageSid: message.sid, MessageStatus: 'delivered', To: message.to }
  const signature = getExpectedTwilioSignature(options.authToken, url, fields)
  const headers = { 'X-Twilio-Signature': signature }
  const { origin, pathname, search } = new URL(url)
  // Twilio does not mind either when nobody listens.
  await axios
    .post((options.callbackOrigin ?? origin) + pathname + search, new URLSearchParams(fields), {
      headers,
      signal: AbortSignal.timeout(3000),
    })
    .catch(() => undefined)
}
