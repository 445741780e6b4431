import { HttpError } from './http-error.ts'

/** What every form may carry beside the questions of its page. */
const COMMON = new Set(['_token', 'lang', 'altcha', 'g-recaptcha-response', 'questionAnswer', 'questionToken'])

/** Throws on a form with a field that its page does not have: no browser of ours sends one (W-14). */
export function refuseUnknownFields(typed: Readonly<Record<string, string>>, fields: object): void {
  const unknown = Object.keys(typed).some(name => !COMMON.has(name) && !Object.hasOwn(fields, name))
  if (unknown) throw new HttpError(400, 'badRequest')
}
