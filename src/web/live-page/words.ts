import type { Words } from '../../domain/live-view.ts'
import { copyKeys } from '../../i18n/locales.ts'
import { activation } from '../../journey.ts'
import { REASONS, SECURITY_EVENTS } from '../../observability/security-events.ts'
import { QUESTIONS } from '../../ports/index.ts'
import { ERROR_PAGES } from '../http-error.ts'

/** Happens when a page is shown, not when a form is judged. */
export const PAGE_SHOWN = 'page_shown'

const steps = activation.steps.map(({ slug }) => slug)

/** The closed words of live views: what the journey, the copy and the audit trail have, and nothing else (AG-2). */
export const LIVE_WORDS: Words = {
  steps,
  pages: [
    ...steps,
    ...['start', 'legal', 'accessibility', 'cookies', 'erased'],
    ...['too-many', 'done', 'already-active', 'finishing'],
    ...ERROR_PAGES.map(name => `error.${name}`),
  ],
  codePages: activation.steps.filter(({ resend }) => resend).map(({ slug }) => slug),
  errors: copyKeys(/^(?:steps\.[^.]+(?:\.fields\.[^.]+)?|captcha)\.errors\.[^.]+$/),
  notices: copyKeys(/^notices\./),
  questions: QUESTIONS,
  events: [...SECURITY_EVENTS, PAGE_SHOWN],
  reasons: REASONS,
}
