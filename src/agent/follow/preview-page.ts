import type { Limits } from '../../config/limits/index.ts'
import type { Organisation } from '../../config/organisation.ts'
import { PASSWORD_LENGTH } from '../../domain/passwords/password-rule.ts'
import type { Copy } from '../../i18n/copy.ts'
import { html } from '../../i18n/html.ts'
import { activation } from '../../journey.ts'
import type { CodeState, Mode } from '../../ports/index.ts'
import { logoOf } from '../../web/middleware/static-files.ts'
import { from, sentAndValid } from '../../web/times.ts'
import { type RenderTemplate, templateOf } from '../../web/views.ts'
import { stepPage } from '../../web/wizard/step-page.ts'
import { Answers } from '../../wizard/answers.ts'
import { metaOf } from '../../wizard/form.ts'
import type { Step, Submission } from '../../wizard/step.ts'
import type { FieldErrors } from '../../wizard/verdict.ts'
import { inert } from './inert.ts'
import { pageName } from './pages.ts'
import type { Preview } from './preview-address.ts'

interface Drawing {
  organisation: Organisation
  limits: Pick<Limits, 'session'>
  copies: Record<Mode, Copy>
  render: RenderTemplate
  stylesheet: string
}

/** Draws a page of the wizard by its own templates, with nothing filled in; hours and durations are samples. */
export function createPreview({ organisation, limits, copies, render, stylesheet }: Drawing) {
  const always = { base: '', organisation, logo: html(logoOf(organisation)), stylesheet, from, sentAndValid }
  return async (preview: Preview): Promise<string> => {
    const t = copies[preview.mode]
    const { title } = pageName(preview.page)
    const step = activation.steps.find(({ slug }) => slug === preview.page)
    const { template, ...context } = step
      ? await drawnStep(step, preview, organisation)
      : drawnPage(preview.page, title, limits)
    const wait = from(SAMPLE_SECONDS)
    const shown = { wait, ...context, notice: preview.notice, t, title, headTitle: t.text(title) }
    return inert(render(template, { ...always, ...shown, expires: preview.notice && { ends: wait } }))
  }
}

const SAMPLE_SECONDS = 180
const HIDDEN = '••••'
const ANSWERS: Record<string, object> = { email: { address: HIDDEN }, mobile: { number: HIDDEN } }
/** Figures of a member's, left out of the sentences. */
const UNKNOWN: object = { sender: HIDDEN, read: '', left: '' }
const JUST_SENT = { liveSeconds: 580, waitSeconds: 103, sendsLeft: 3, triesLeft: 5, issuedAgoSeconds: 20 }
const CODE_STATES: Record<Preview['code'], CodeState> = {
  live: JUST_SENT,
  none: { liveSeconds: 0, waitSeconds: 0, sendsLeft: 2, triesLeft: 0 },
  wait: { ...JUST_SENT, liveSeconds: 0, triesLeft: 0 },
  spent: { liveSeconds: 0, waitSeconds: 4000, sendsLeft: 0, triesLeft: 0 },
}

async function drawnStep(step: Step, { errors, questions, code }: Preview, organisation: Organisation) {
  const before = activation.steps.slice(0, activation.steps.indexOf(step))
  const answers = new Answers({
    ...Object.fromEntries(
      before.map(({ slug }) => [slug, slug === 'identity' ? { questions } : (ANSWERS[slug] ?? true)]),
    ),
  })
  const asking = { answers, organisation }
  // All that the data of a page ask of the services.
  const services = { codes: { state: async () => CODE_STATES[code] }, phoneWays: ['sms'] }
  const visit = { answers, flow: '', services } as unknown as Submission
  return {
    template: templateOf(step.slug),
    ...stepPage(activation, step, asking, {}, errorsOf(errors, Object.entries(metaOf(step, asking)))),
    viewData: await step.viewData?.(visit),
  }
}

/** From the keys of the copy, the errors that a page has, without the figures in them. */
function errorsOf(keys: readonly string[], metas: [name: string, meta: { group?: string }][]): FieldErrors {
  return Object.fromEntries(
    keys.map(key => {
      const [code = '', , field] = key.split('.').reverse()
      const inField = key.includes('.fields.')
      const name = key.startsWith('captcha.') ? 'captcha' : inField ? partOf(field!, metas) : 'form'
      const count = PASSWORD_LENGTH[code === 'long' ? 'most' : 'least']
      return [name, { code, count, seconds: SAMPLE_SECONDS, ...UNKNOWN }]
    }),
  )
}

/** Of a date, its first part stands for the whole. */
function partOf(field: string, metas: [name: string, meta: { group?: string }][]): string {
  return metas.find(([name, { group }]) => name === field || group === field)?.[0] ?? field
}

function drawnPage(page: string, title: string, { session }: Drawing['limits']) {
  const name = title.split('.')[1]!
  const kept = { idle: { seconds: session.idleSeconds }, most: { seconds: session.absoluteSeconds } }
  return {
    template: page.startsWith('error.') ? 'pages/error' : `pages/${page}`,
    page: name,
    text: 'pages.tooMany.text',
    kept,
    checkedOn: new Date(),
    receipt: { email: HIDDEN, phone: HIDDEN },
    activatedAt: new Date(),
    takes: { seconds: 600 },
    starts: page === 'start',
    erases: true,
  }
}
