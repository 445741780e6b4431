/** What every form may carry beside the questions of its page. */
const COMMON = new Set(['_token', 'lang', 'altcha', 'g-recaptcha-response', 'questionAnswer', 'questionToken'])

/** Whether every form may carry this field. */
export const isCommon = (name: string): boolean => COMMON.has(name)

/** Whether a form has a field that its page does not have: no browser of ours sends one (W-14). */
export function hasUnknownFields(typed: Readonly<Record<string, string>>, fields: object): boolean {
  return Object.keys(typed).some(name => !isCommon(name) && !Object.hasOwn(fields, name))
}
