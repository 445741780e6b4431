/** What every form may carry beside the questions of its page. */
const COMMON = new Set(['_token', 'lang', 'altcha', 'g-recaptcha-response', 'questionAnswer', 'questionToken'])

/** Whether a form has a field that its page does not have: no browser of ours sends one (W-14). */
export function hasUnknownFields(typed: Readonly<Record<string, string>>, fields: object): boolean {
  return Object.keys(typed).some(name => !COMMON.has(name) && !Object.hasOwn(fields, name))
}
