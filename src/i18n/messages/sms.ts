import { fitsOneSegment } from '../../domain/codes/sms-segment.ts'
import { type Language, languagesOf, type Mode } from '../../ports/index.ts'
import { hasCopy, type Params, type Translate } from '../index.ts'
import { withoutIsolates } from '../isolate.ts'

/**
 * The richest wording of `messages.sms.<name>` that fits one segment together with `lastLine`; the tersest where none does.
 * In `both`, one bilingual text. Beside Arabic, numbers stand without their spaces.
 */
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

/** What Arabic beside it does not reorder (UAX #9): a word, or digits with single separators of class CS. */
const UNBROKEN = /^(?:[A-Za-z]\w*|\d+(?:[.,:/]\d+)*)$/

/**
 * Arabic would draw 05 38 as 38 05. An isolate takes two of 70 characters and old phones do not know it, and Twilio may
 * make a plain space of a no-break one: so digits close up, and an isolate stays only where a run breaks even then.
 */
function inOrder(text: string): string {
  if (!/\p{Script=Arabic}/u.test(text)) return withoutIsolates(text)
  return text.replace(/\u2066(.*?)\u2069/g, (isolated, run: string) => {
    const closed = /^[\d ]+$/.test(run) ? run.replaceAll(' ', '') : run
    return UNBROKEN.test(closed) ? closed : isolated
  })
}
