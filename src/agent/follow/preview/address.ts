import type { LiveView } from '../../../domain/live-view.ts'
import type { Channel, CodeState, Mode } from '../../../ports/index.ts'
import { LIVE_WORDS } from '../../../web/live-page/words.ts'

/** A page of the member's with nothing of theirs: closed words alone. */
export interface Preview {
  page: string
  mode: Mode
  errors: readonly string[]
  notice: string | undefined
  questions: readonly string[]
  code: (typeof CODES)[number]
}

/** Whether a code is valid; if none is, whether another may be asked for now, later or never. */
export const CODES = ['live', 'none', 'wait', 'spent'] as const

/** The address under which the console draws what the member sees. */
export function previewOf(view: LiveView, codes: Record<Channel, CodeState>): string {
  const state = view.page === 'mobile-code' ? codes.sms : codes.email
  const code = LIVE_WORDS.codePages.includes(view.page) ? codeOf(state) : undefined
  const query = [
    ['mode', view.mode],
    ...view.errors.map(({ key }) => ['erreur', key]),
    ...(view.notice ? [['avis', view.notice]] : []),
    ...(view.questions ?? []).map(name => ['question', name]),
    ...(code && code !== 'live' ? [['code', code]] : []),
  ]
  return `/apercu/${view.page}?${new URLSearchParams(query)}`
}

function codeOf({ liveSeconds, waitSeconds, sendsLeft }: CodeState): Preview['code'] {
  if (liveSeconds > 0) return 'live'
  if (sendsLeft === 0) return 'spent'
  return waitSeconds > 0 ? 'wait' : 'none'
}
