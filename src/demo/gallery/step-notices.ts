import fr from '../../../locales/fr.json' with { type: 'json' }
import type { WebContext } from '../../web/context.ts'
import type { Step } from '../../wizard/step.ts'

/** The step that shows a notice; the last step shows the others. */
const NOTICES: Record<string, string> = {
  'notices.tooMany': 'identity',
  'notices.tooManySessions': 'terms',
  'notices.early.email': 'email',
  'notices.early.phone': 'mobile',
  'notices.unavailable': 'payment',
  'notices.smsPaused': 'mobile',
  'notices.emailPaused': 'email',
  'notices.sendFailed.email': 'email',
  'notices.sendFailed.sms': 'mobile',
}

export function noticesOn(step: Step, { journey }: WebContext): string[] {
  const { undeliverable: _saidBesideTheField, shared: _soIsThis, done: _ofAnAction, ...notices } = fr.notices
  const keys = Object.entries(notices).flatMap(([name, copy]) =>
    typeof copy === 'string' ? [`notices.${name}`] : Object.keys(copy).map(part => `notices.${name}.${part}`),
  )
  return keys.filter(key => (NOTICES[key] ?? journey.steps.at(-1)?.slug) === step.slug)
}
