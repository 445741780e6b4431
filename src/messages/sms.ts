import { fitsOneSegment } from '../domain/sms-segment.ts'
import { withoutIsolates } from '../i18n/isolate.ts'
import { hasCopy, type Params, type Translate } from '../i18n.ts'
import type { Language, Mode } from '../ports.ts'

/**
 * The richest wording of `messages.sms.<name>` that fits one segment together with `lastLine`; the tersest where none does.
 * In `both`, one bilingual text.
 */
export function smsText(
  translate: Record<Language, Translate>,
  mode: Mode,
  name: 'code' | 'activated',
  params: Params,
  lastLine = '',
): string {
  const [key, language] = mode === 'both' ? [`messages.sms.${name}Both`, 'fr' as const] : [`messages.sms.${name}`, mode]
  let text = ''
  for (const wording of wordings(key)) {
    text = withoutIsolates(translate[language](wording, params)) + lastLine
    if (fitsOneSegment(text)) break
  }
  return text
}

function wordings(key: string): string[] {
  const keys: string[] = []
  while (hasCopy(`${key}.${keys.length}`)) keys.push(`${key}.${keys.length}`)
  return keys
}
