import type { ConsoleConfig } from '../../config/index.ts'
import { PASSWORD_LENGTH } from '../../domain/passwords/password-rule.ts'
import type { Copy } from '../../i18n/copy.ts'
import type { Params } from '../../i18n/index.ts'
import type { Mode } from '../../ports/index.ts'
import { BUTTONS } from './buttons.ts'
import { BY_END } from './by-state.ts'
import type { Line } from './situations.ts'
import { guideFor, type Situation, SPOKEN, SPOKEN_LANGUAGES, type Spoken } from './spoken.ts'

export interface Sentence {
  spoken: Spoken
  dir: 'ltr' | 'rtl'
  html: string
  reviewed: boolean
}

export interface Said {
  situation: Situation
  sentences: readonly Sentence[]
}

export type Say = (line: Line, mode: Mode) => Said

/** Lines in the languages that agents speak, or the words at the end of following. */
export interface SayAll {
  lines(lines: readonly Line[], mode: Mode): readonly (readonly Sentence[])[]
  over(over: string): readonly (readonly Sentence[])[]
}

export function createSayAll(say: Say): SayAll {
  const lines: SayAll['lines'] = (lines, mode) => {
    const said = lines.map(line => say(line, mode))
    return SPOKEN_LANGUAGES.map((_, at) => said.map(({ sentences }) => sentences[at]!))
  }
  return {
    lines,
    over: over => (BY_END[over] ? lines([{ situation: BY_END[over], figures: {} }], 'both') : []),
  }
}

/** For a figure that is not known, or differs from call to call. */
const UNKNOWN = '…'

/** Writes lines out in all three languages. A button is named as the caller reads it: in the language of their page. */
export function createSay(
  copies: Record<Mode, Copy>,
  { limits, organisation }: Pick<ConsoleConfig, 'limits' | 'organisation'>,
): Say {
  const { sentences: written } = guideFor(organisation)
  const outage = Math.ceil(limits.dependencies.memberApi.breaker.openMs / 60_000) * 60
  const known = { count: PASSWORD_LENGTH.least, minutes: { seconds: outage } }

  return ({ situation, figures }, mode) => {
    const sentence = (spoken: Spoken): Sentence => {
      const { dir, official } = SPOKEN[spoken]
      const key = BUTTONS[situation]
      const button = key && copies[mode === 'both' ? official : mode].text(key)
      const params: Params = { time: UNKNOWN, left: UNKNOWN, domain: UNKNOWN, ...known, ...figures, button }
      const html = copies[official].inline(`guide.${spoken}.say.${situation}.text`, params)
      return { spoken, dir, html, reviewed: written[spoken][situation].reviewed }
    }
    return { situation, sentences: SPOKEN_LANGUAGES.map(sentence) }
  }
}
