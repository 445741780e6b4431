import type { LiveView } from '../../domain/live-view.ts'
import { type Channel, type CodeState, MODES, type Mode } from '../../ports/index.ts'
import { LIVE_WORDS } from '../../web/live-page/words.ts'

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
const CODES = ['live', 'none', 'wait', 'spent'] as const

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

/** Undefined if anything in the address is no word of ours. */
export function readPreview(page: string, query: Readonly<Record<string, unknown>>): Preview | undefined {
  const { mode = ['both'], erreur = [], avis = [], question = [], code = ['live'], ...others } = listed(query)
  const read = {
    page,
    mode: mode[0] as Mode,
    errors: erreur,
    notice: avis[0],
    questions: question,
    code: code[0] as Preview['code'],
  }
  const known =
    Object.keys(others).length === 0 &&
    [mode, avis, code].every(words => words.length < 2) &&
    LIVE_WORDS.pages.includes(page) &&
    MODES.includes(read.mode) &&
    erreur.every(key => LIVE_WORDS.errors.includes(key) && (isOf(page, key) || key.startsWith('captcha.'))) &&
    avis.every(key => LIVE_WORDS.notices.includes(key)) &&
    question.every(name => LIVE_WORDS.questions.includes(name)) &&
    CODES.includes(read.code)
  return known ? read : undefined
}

function codeOf({ liveSeconds, waitSeconds, sendsLeft }: CodeState): Preview['code'] {
  if (liveSeconds > 0) return 'live'
  if (sendsLeft === 0) return 'spent'
  return waitSeconds > 0 ? 'wait' : 'none'
}

const isOf = (page: string, key: string) => key.startsWith(`steps.${page}.`)

function listed(query: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat().map(String)]))
}
