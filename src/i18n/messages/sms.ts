import { fitsOneSegment } from '../../domain/codes/sms-segment.ts'
import { type Language, languagesOf, type Mode } from '../../ports/index.ts'
import { hasCopy, type Params, type Translate } from '../index.ts'
import { withoutIsolates } from '../isolate.ts'

/** The longest wording of `messages.sms.<name>` that fits one segment with `lastLine`; the shortest if none does. */
export function smsText(
  translate: Record<Language, Translate>,
  mode: Mode,
  name: 'code' | 'activated',
  params: Params,
  lastLine = '',
): string {
  const say = translate[languagesOf(mode)[0]]
  let text = ''
  for (const wording of wordings(`messages.sms.${name}${mode === 'both' ? 'Both' : ''}`)) {
    text = inOrder(say(wording, params)) + lastLine
    if (fitsOneSegment(text)) break
  }
  return text
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
