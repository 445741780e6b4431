import express, { type RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'

declare global {
  namespace Express {
    interface Request {
      /** The posted form: strings by name, in an object without a prototype. */
      typed: Readonly<Record<string, string>>
      /** Our pages cannot have sent it: it repeats a name, or has one that no field could have (W-14). */
      malformed: boolean
    }
  }
}

const FORM = 'application/x-www-form-urlencoded'
/** Browsers send forms in UTF-8, mostly without naming it. */
const OTHER_CHARSET = /charset=(?!"?utf-8"?\s*(;|$))/i
const MOST_FIELDS = 50
const NAME = /^[A-Za-z][\w-]{0,39}$|^_token$/
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Reads a posted form: one content type, at most 16 kB and 50 fields, no compression (W-13); keeps each name's first value. */
export function formBody(): RequestHandler[] {
  return [refuseOtherTypes, express.text({ type: FORM, limit: '16kb', inflate: false }), readTyped]
}

/** Refuses a malformed form at once, for routes without a session to count it in (W-14). */
export const wellFormed: RequestHandler = (req, _res, next) =>
  next(req.malformed ? new HttpError(400, 'badRequest') : undefined)

const refuseOtherTypes: RequestHandler = (req, _res, next) => {
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = req.headers
  const readable = req.is(FORM) && !OTHER_CHARSET.test(req.headers['content-type'] ?? '')
  const refused = req.method === 'POST' && (length !== '0' || chunked) && !readable
  next(refused ? new HttpError(415, 'wrongType') : undefined)
}

const readTyped: RequestHandler = (req, _res, next) => {
  const typed: Record<string, string> = Object.create(null)
  const fields = [...new URLSearchParams(typeof req.body === 'string' ? req.body : '')]
  if (fields.length > MOST_FIELDS) return next(new HttpError(413, 'tooLarge'))
  const own = fields.filter(([name]) => NAME.test(name) && !INHERITED.has(name))
  for (const [name, value] of own) typed[name] ??= value
  req.typed = typed
  req.malformed = Object.keys(typed).length < fields.length
  next()
}

const COMMON = new Set([
  '_token',
  'lang',
  'stay',
  'open',
  'altcha',
  'g-recaptcha-response',
  'questionAnswer',
  'questionToken',
])

export const isCommon = (name: string): boolean => COMMON.has(name)

export function hasUnknownFields(typed: Readonly<Record<string, string>>, fields: object): boolean {
  return Object.keys(typed).some(name => !isCommon(name) && !Object.hasOwn(fields, name))
}
