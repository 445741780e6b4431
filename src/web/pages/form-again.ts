import type { Request } from 'express'
import { activation } from '../../journey.ts'
import type { ErrorPage } from '../http-error.ts'
import { isCommon } from '../middleware/form-body.ts'

export interface FormAgain {
  action: string
  fields: Record<string, string>
}

/** The typed values of a step without its session; undefined for pages with passwords, malformed and empty forms. */
export function formAgain(page: ErrorPage, req: Request, urlOf: (path: string) => string): FormAgain | undefined {
  if ((page !== 'unavailable' && page !== 'error') || req.method !== 'POST' || !req.typed || req.malformed)
    return undefined
  const step = activation.steps.find(({ path }) => urlOf(path) === req.originalUrl)
  if (!step || step.secret) return undefined
  const typed = Object.entries(req.typed).filter(([name]) => name === '_token' || !isCommon(name))
  if (typed.length < 2) return undefined
  return { action: req.originalUrl, fields: Object.fromEntries(typed.map(([name, text]) => [name, shown(text)])) }
}

const LONGEST_SHOWN = 254

/** A typed value without the characters that could reorder or hide text on the page (W-12). */
export function shown(typed = ''): string {
  return typed.slice(0, LONGEST_SHOWN).replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\u2065]/gu, '')
}
