import type { Channel, CodeState, Fate, Via } from '../../ports/index.ts'
import type { Situation } from './spoken.ts'

/** By the key of a notice without `notices.`; of what the member has just done an agent needs no other words than the step's. */
export const BY_NOTICE: Readonly<Record<string, Situation | 'step'>> = {
  'done.sent.email': 'step',
  'done.sent.sms': 'step',
  'done.changed.email': 'step',
  'done.changed.sms': 'step',
  'done.language.one': 'step',
  'done.language.both': 'step',
  'done.stayed': 'step',
  'done.unfollowed': 'step',
  smsPaused: 'sending-paused',
  emailPaused: 'sending-paused',
  unavailable: 'service-down',
  unavailablePassword: 'service-down',
  'sendFailed.email': 'send-failed',
  'sendFailed.sms': 'send-failed',
  'undeliverable.email': 'email-undeliverable',
  'undeliverable.sms': 'phone-undeliverable',
  'undeliverable.smsUnreachable': 'phone-unreachable',
  'undeliverable.smsOptedOut': 'opted-out',
  'undeliverable.smsOptedOutReply': 'opted-out',
  tooMany: 'closed',
  tooManyPassword: 'closed',
  'early.email': 'code-wait',
  'early.phone': 'code-wait',
  tooManySessions: 'busy-network',
  'shared.email': 'email-shared',
  'shared.sms': 'phone-shared',
}

export const BY_PAGE: Readonly<Record<string, Situation>> = {
  done: 'done',
  finishing: 'finishing',
  'already-active': 'already-active',
  erased: 'erased',
  'too-many': 'closed',
  'error.unavailable': 'service-down',
  'error.error': 'page-error',
  'error.badRequest': 'page-reopen',
  'error.forbidden': 'page-reopen',
  'error.tooLarge': 'page-reopen',
  'error.wrongType': 'page-reopen',
  'error.notFound': 'page-elsewhere',
  'error.wrongHost': 'page-elsewhere',
  start: 'resume',
  legal: 'side-page',
  accessibility: 'side-page',
  cookies: 'side-page',
}

/** Why an agent sees a page no more. */
export const BY_END: Readonly<Record<string, Situation>> = {
  member: 'follow-ended',
  session: 'erased',
  lapsed: 'follow-lapsed',
  taken: 'follow-taken',
  unreadable: 'not-shown',
}

/** What the operator reported of the last message or call; nothing if it arrived, or if nothing is known. */
export const BY_FATE: Readonly<Record<Via, Partial<Record<Fate, Situation>>>> = {
  sms: { undelivered: 'number-undelivered', failed: 'not-delivered', unanswered: 'not-delivered' },
  voice: { undelivered: 'call-undelivered', failed: 'not-delivered', unanswered: 'call-unanswered' },
  whatsapp: { undelivered: 'whatsapp-undelivered', failed: 'not-delivered', unanswered: 'not-delivered' },
}

const ON_ITS_WAY: Readonly<Record<Via, Situation>> = {
  sms: 'mobile-code',
  voice: 'code-by-call',
  whatsapp: 'code-by-whatsapp',
}

/** The words of a code page: a code is valid, or may be asked for now, later, or never again. */
export function situationOfCode(channel: Channel, { liveSeconds, waitSeconds, sendsLeft, delivery }: CodeState) {
  if (liveSeconds > 0) return channel === 'email' ? 'email-code' : ON_ITS_WAY[delivery?.via ?? 'sms']
  if (sendsLeft === 0) return 'code-spent'
  return waitSeconds > 0 ? 'code-soon' : 'code-none'
}
