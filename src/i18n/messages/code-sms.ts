import type { Config } from '../../config/index.ts'
import { fitsOneSegment } from '../../domain/codes/sms-segment.ts'
import { type Language, MODES, type Mode } from '../../ports/index.ts'
import type { Translate } from '../index.ts'
import { smsText } from './sms.ts'

type Needed = Pick<Config, 'organisation' | 'limits'> & { PUBLIC_URL: Pick<URL, 'hostname'> }

/**
 * Words the SMS with a code. Its last line binds the code to our host, so that phones offer to fill it in there only. Where
 * that leaves Arabic no room in one segment, the words are French, which has 160 characters to Arabic's 70 (OTP-16).
 */
export function codeSms({ organisation, limits, PUBLIC_URL }: Needed, translate: Record<Language, Translate>) {
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

/** The modes whose members get their code in French, because the host is so long. */
export function modesInFrench(config: Needed, translate: Record<Language, Translate>): Mode[] {
  const write = codeSms(config, translate)
  return MODES.filter(mode => mode !== 'fr' && write(mode, '000000') === write('fr', '000000'))
}
