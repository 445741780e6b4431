import { LANGUAGES, type Language, languagesOf, type Mode, type Saying } from '../../ports/index.ts'
import type { Translate } from '../index.ts'
import { withoutIsolates } from '../isolate.ts'

/** Whoever picks up late, or has to find a pen, still hears it. */
const TIMES = 3

/** What a call says: who calls, then the code three times; in `both`, French before Arabic each time. */
export function spokenCode(translate: Record<Language, Translate>, mode: Mode, code: string): Saying[] {
  const languages = languagesOf(mode).map(language => LANGUAGES[language].official)
  const inAll = (key: string, digits = {}) =>
    languages.map(language => ({ language, text: withoutIsolates(translate[language](key)), ...digits }))
  const codes = Array.from({ length: TIMES }, () => inAll('messages.voice.code', { digits: code }))
  return [...inAll('messages.voice.intro'), ...codes.flat()]
}
