import type { Config } from '../../config/index.ts'
import type { Captcha, ReplayGuard } from '../../ports/index.ts'
import type { DependencyWatch } from '../breaker/observed.ts'
import { altcha } from './altcha.ts'
import { failover } from './failover.ts'
import { noCaptcha } from './off.ts'
import { recaptcha } from './recaptcha.ts'

export function openCaptcha(
  config: Config,
  replays: ReplayGuard,
  costFactor: () => number,
  watch: DependencyWatch,
): Captcha {
  const { lifetimeSeconds, cost, tries } = config.limits.captcha
  const own = () =>
    altcha({ secrets: config.HMAC_KEYS, lifetimeSeconds, cost: () => cost * costFactor(), tries, replays })
  switch (config.CAPTCHA) {
    case 'altcha':
      return own()
    case 'recaptcha': {
      const outside = google(config, replays, watch)
      // An invalid token gets an ordinary answer if the service is up.
      const probe = () => outside.verify({ 'g-recaptcha-response': 'probe' }, { action: '', flow: '' }, '')
      return failover({ outside, own: own(), probe })
    }
    case 'off':
      return noCaptcha()
  }
}

function google(
  { RECAPTCHA_SECRET_KEY, RECAPTCHA_VERIFY_URL, PUBLIC_URL }: Config,
  replays: ReplayGuard,
  watch: DependencyWatch,
): Captcha {
  return recaptcha({
    secretKey: RECAPTCHA_SECRET_KEY!,
    verifyUrl: RECAPTCHA_VERIFY_URL,
    hostname: PUBLIC_URL.hostname,
    replays,
    watch,
  })
}
