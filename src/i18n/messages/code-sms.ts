import type { Config } from '../../config/index.ts'
import { fitsOneSegment } from '../../domain/codes/sms-segment.ts'
import { type Language, MODES, type Mode } from '../../ports/index.ts'
import type { Translate } from '../index.ts'
import { smsText } from './sms.ts'

type CodeSmsConfig = Pick<Config, 'organisation' | 'limits'> & { PUBLIC_URL: Pick<URL, 'hostname'> }

/** Its last line binds the code to our host. If Arabic then exceeds one segment, the text is French (OTP-16). */
export function codeSms({ organisation, limits, PUBLIC_URL }: CodeSmsConfig, translate: Record<Language, Translate>) {
  const sender = organisation.shortName
  const lifetime = { seconds: limits.code.lifetimeSeconds }
  const terse = { ...lifetime, short: true }
  return (mode: Mode, code: string) => {
    const words = (mode: Mode) =>
      smsText(translate, mode, 'code', { sender, code, lifetime, terse }, `\n@${PUBLIC_URL.hostname} #${code}`)
    const text = words(mode)
    return fitsOneSegment(text) ? text : words('fr')
  }
}

export function modesInFrench(config: CodeSmsConfig, translate: Record<Language, Translate>): Mode[] {
  const write = codeSms(config, translate)
  return MODES.filter(mode => mode !== 'fr' && write(mode, '000000') === write('fr', '000000'))
}
