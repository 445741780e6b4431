import type { Config } from '../../config/index.ts'
import { segmentsOf } from '../../domain/codes/sms-segment.ts'
import { type Language, MODES, type Mode } from '../../ports/index.ts'
import type { Translate } from '../index.ts'
import { smsText } from './sms.ts'

type CodeSmsConfig = Pick<Config, 'organisation' | 'limits' | 'SMS_SEGMENTS'> & { PUBLIC_URL: Pick<URL, 'hostname'> }

/** Its last line binds the code to our host. If Arabic then exceeds SMS_SEGMENTS, the text is French (OTP-16). */
export function codeSms(config: CodeSmsConfig, translate: Record<Language, Translate>) {
  const { organisation, limits, PUBLIC_URL, SMS_SEGMENTS: most } = config
  const lifetime = { seconds: limits.code.lifetimeSeconds }
  const words = {
    sender: organisation.shortName,
    lifetime,
    terse: { ...lifetime, short: true },
    minutes: Math.floor(lifetime.seconds / 60),
    arabicLifetime: translate.ar('messages.sms.lifetime', { lifetime }),
  }
  return (mode: Mode, code: string) => {
    const lastLine = `\n@${PUBLIC_URL.hostname} #${code}`
    const textIn = (mode: Mode) => smsText(translate, mode, 'code', { ...words, code }, { most, lastLine })
    const text = textIn(mode)
    return segmentsOf(text) <= most ? text : textIn('fr')
  }
}

export function longCodes(config: CodeSmsConfig, translate: Record<Language, Translate>) {
  const write = codeSms(config, translate)
  const text = (mode: Mode) => write(mode, '000000')
  return {
    inFrench: MODES.filter(mode => mode !== 'fr' && text(mode) === text('fr')),
    inTwoSegments: MODES.filter(mode => segmentsOf(text(mode)) > 1),
  }
}
