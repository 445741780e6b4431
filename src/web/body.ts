import express, { type RequestHandler } from 'express'
import { HttpError } from './http-error.ts'

declare global {
  namespace Express {
    interface Request {
      /** The posted form: strings by name, in an object without a prototype. */
      typed: Readonly<Record<string, string>>
    }
  }
}

const NAME = /^[A-Za-z_][\w-]{0,39}$/
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', 'hasOwnProperty'])

/** Reads a posted form, strictly: one type, 16 kB, 50 fields, no compression, each name once (W-13, W-14). */
export function formBody(): RequestHandler[] {
  const urlencoded = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 50, inflate: false })
  return [refuseOtherTypes, urlencoded, readTyped]
}

const refuseOtherTypes: RequestHandler = (req, _res, next) => {
  const empty =
    req.headers['content-length'] === '0' || (!req.headers['content-length'] && !req.headers['transfer-encoding'])
  const refused = req.method === 'POST' && !empty && !req.is('application/x-www-form-urlencoded')
  next(refused ? new HttpError(415, 'wrongType') : undefined)
}

const readTyped: RequestHandler = (req, _res, next) => {
  const typed: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(req.body ?? {})) {
    if (typeof value !== 'string' || !NAME.test(name) || FORBIDDEN.has(name))
      return next(new HttpError(400, 'badRequest'))
    typed[name] = value
  }
  req.typed = typed
  next()
}
