import { BadConfiguration, type Config } from '../config.ts'
import { fitsOneSegment } from '../domain/sms-segment.ts'
import type { Translate } from '../i18n.ts'
import { type Language, MODES, type Mode } from '../ports.ts'
import { smsText } from './sms.ts'

type Needed = Pick<Config, 'organisation' | 'limits'> & { PUBLIC_URL: Pick<URL, 'hostname'> }

/** Words the SMS with a code. Its last line binds the code to our host, so that phones offer to fill it in there only. */
export function codeSms({ organisation, limits, PUBLIC_URL }: Needed, translate: Record<Language, Translate>) {
  const sender = organisation.shortName
  const minutes = Math.floor(limits.code.lifetimeSeconds / 60)
  return (mode: Mode, code: string) =>
    smsText(translate, mode, 'code', { sender, code, minutes }, `\n@${PUBLIC_URL.hostname} #${code}`)
}

/** Throws `BadConfiguration` where the host is so long that a code takes two segments in some mode (OTP-16). */
export function refuseLongHost(config: Needed, translate: Record<Language, Translate>): void {
  const { hostname } = config.PUBLIC_URL
  const fits = (length: number) => {
    const write = codeSms({ ...config, PUBLIC_URL: { hostname: hostname.slice(0, length) } }, translate)
    return MODES.every(mode => fitsOneSegment(write(mode, '000000')))
  }
  let most = hostname.length
  while (most > 0 && !fits(most)) most--
  if (most === hostname.length) return
  throw new BadConfiguration([
    `PUBLIC_URL: its host must have at most ${most} characters, for a code to fit one SMS; it has ${hostname.length}`,
  ])
}
