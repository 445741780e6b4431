import type { LiveView } from '../../../domain/live-view.ts'
import type { Channel, CodeState } from '../../../ports/index.ts'
import { LIVE_WORDS } from '../../../web/live-page/words.ts'
import type { Preview } from './words.ts'

/** The address under which the console draws what the member sees. */
export function previewOf(view: LiveView, codes: Record<Channel, CodeState>): string {
  const isOfPhone = view.page === 'mobile-code'
  const [contact, state] = isOfPhone ? [view.phone, codes.sms] : [view.email, codes.email]
  const isOfCode = LIVE_WORDS.codePages.includes(view.page)
  const code = isOfCode ? codeOf(state, contact?.proved) : undefined
  const { via, fate = 'sent' } = (isOfPhone && codes.sms.delivery) || {}
  const query = [
    ['mode', view.mode],
    ...view.errors.map(({ key }) => ['erreur', key]),
    ...(view.notice ? [['avis', view.notice]] : []),
    ...(view.questions ?? []).map(name => ['question', name]),
    ...(code && code !== 'live' ? [['code', code]] : []),
    ...(view.ways ?? []).map(way => ['voie', way]),
    ...(via ? [['envoi', `${via}.${fate}`]] : []),
  ]
  return `/apercu/${view.page}?${new URLSearchParams(query)}`
}

function codeOf({ liveSeconds, waitSeconds, sendsLeft }: CodeState, isProved = false): Preview['code'] {
  if (isProved) return 'proved'
  if (liveSeconds > 0) return waitSeconds > 0 || sendsLeft === 0 ? 'live' : 'again'
  if (sendsLeft === 0) return 'spent'
  return waitSeconds > 0 ? 'wait' : 'none'
}
