import { segmentsOf } from '../../domain/codes/sms-segment.ts'
import { type Language, languagesOf, type Mode } from '../../ports/index.ts'
import type { Params, Translate } from '../index.ts'
import { withoutIsolates } from '../isolate.ts'
import { hasCopy } from '../locales.ts'

/** The longest wording that fits one segment with `lastLine`, else the longest that fits `most`, else the shortest. */
export function smsText(
  translate: Record<Language, Translate>,
  mode: Mode,
  name: 'code' | 'activated',
  params: Params,
  { most, lastLine = '' }: { most: number; lastLine?: string },
): string {
  const say = translate[languagesOf(mode)[0]]
  const keys = wordings(`messages.sms.${name}${mode === 'both' ? 'Both' : ''}`)
  const texts = keys.map(key => inOrder(say(key, params).replaceAll('\u00a0', ' ')) + lastLine)
  const within = (segments: number) => texts.find(text => segmentsOf(text) <= segments)
  return within(1) ?? within(most) ?? texts.at(-1)!
}

function wordings(key: string): string[] {
  const keys: string[] = []
  while (hasCopy(`${key}.${keys.length}`)) keys.push(`${key}.${keys.length}`)
  return keys
}

/** A run that Arabic does not reorder (UAX #9): a word, or digits with single separators of class CS. */
const UNBROKEN = /^(?:[A-Za-z]\w*|\d+(?:[.,:/]\d+)*)$/

/** Joins digit groups, which Arabic reorders: isolates cost 2 of 70 characters, Twilio may replace no-break spaces. */
function inOrder(text: string): string {
  if (!/\p{Script=Arabic}/u.test(text)) return withoutIsolates(text)
  return text.replace(/\u2066(.*?)\u2069/g, (isolated, run: string) => {
    const closed = /^[\d ]+$/.test(run) ? run.replaceAll(' ', '') : run
    return UNBROKEN.test(closed) ? closed : isolated
  })
}
