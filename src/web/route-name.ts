import { activation } from '../journey.ts'
import { SIDE_PAGES } from './pages/side-pages.ts'

const ACTIONS = ['', 'captcha', 'prolonger', 'accompagnement', 'webhooks/twilio', 'webhooks/sms']
const NAMES = new Set([
  ...ACTIONS,
  ...Object.values(SIDE_PAGES),
  ...activation.steps.flatMap(({ path }) => [path, `${path}/renvoyer`]),
])

/** The name of an address in logs and metrics: a known route, or `(other)`, since a path may hold personal data (L-2). */
export function routeName(url: string, base: string): string {
  const path = url.split('?', 1)[0]!.replace(/\/$/, '')
  if (path !== base && !path.startsWith(`${base}/`)) return '(other)'
  if (path.startsWith(`${base}/assets/`)) return '/assets'
  const page = path.slice(base.length + 1)
  return NAMES.has(page) ? `/${page}` : '(other)'
}
