import type { Situation } from './spoken.ts'

/** The button, link or box that a sentence names: the key of its caption in the copy of the pages. */
export const BUTTONS: Partial<Record<Situation, string>> = {
  reference: 'service.assistance.ask',
  'follow-lapsed': 'service.assistance.ask',
  'soon-over': 'warning.stay',
  done: 'pages.done.erase',
  'already-active': 'pages.alreadyActive.reset',
  start: 'pages.start.button',
  resume: 'pages.start.resume.continue',
  'number-to-check': 'steps.mobile-code.change',
  'call-undelivered': 'steps.mobile-code.change',
  'not-delivered': 'steps.mobile-code.resend',
  'whatsapp-undelivered': 'steps.mobile-code.resend',
  'robot-check': 'captcha.label',
  terms: 'steps.terms.button',
  'code-none': 'steps.email-code.resend',
  proved: 'service.continue',
}
