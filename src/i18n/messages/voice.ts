import { LANGUAGES, type Language, languagesOf, type Mode, type Saying } from '../../ports/index.ts'
import type { Translate } from '../index.ts'
import { withoutIsolates } from '../isolate.ts'

/** For members who answer late or look for a pen. */
const TIMES = 3

/** The text of a call: the caller, then the code three times; mode `both` says French before Arabic each time. */
export function spokenCode(translate: Record<Language, Translate>, mode: Mode, code: string): Saying[] {
  const languages = languagesOf(mode).map(language => LANGUAGES[language].official)
  const inAll = (key: string, digits = {}) =>
    languages.map(language => ({ language, text: withoutIsolates(translate[language](key)), ...digits }))
  const codes = Array.from({ length: TIMES }, () => inAll('messages.voice.code', { digits: code }))
  return [...inAll('messages.voice.intro'), ...codes.flat()]
}
