import type { Limits } from '../../../config/limits/index.ts'
import type { Organisation } from '../../../config/organisation.ts'
import type { Copy } from '../../../i18n/copy.ts'
import { activation } from '../../../journey.ts'
import type { CodeState, Fate, Mode, Via } from '../../../ports/index.ts'
import { from, sentAndValid } from '../../../web/times.ts'
import { type RenderTemplate, templateOf } from '../../../web/views/index.ts'
import { stepPage } from '../../../web/wizard/step-page.ts'
import { Answers } from '../../../wizard/answers.ts'
import { metaOf } from '../../../wizard/form.ts'
import type { Step, Submission } from '../../../wizard/step.ts'
import { pageName } from '../screen/pages.ts'
import { errorsOf } from './errors.ts'
import { inert } from './inert.ts'
import { ANSWERS, CODE_STATES, HIDDEN, SAMPLE_SECONDS } from './samples.ts'
import type { Preview } from './words.ts'

interface Drawing {
  organisation: Organisation
  limits: Pick<Limits, 'session'>
  copies: Record<Mode, Copy>
  render: RenderTemplate
  stylesheet: string
  logo: string
}

/** Draws a page of the wizard by its own templates, with nothing filled in; hours and durations are samples. */
export function createPreview({ organisation, limits, copies, render, stylesheet, logo }: Drawing) {
  const always = { base: '', organisation, logo, stylesheet, from, sentAndValid }
  return async (preview: Preview): Promise<string> => {
    const t = copies[preview.mode]
    const { title } = pageName(preview.page)
    const step = activation.steps.find(({ slug }) => slug === preview.page)
    const { template, ...context } = step
      ? await drawnStep(step, preview, organisation)
      : drawnPage(preview.page, title, limits)
    const wait = from(SAMPLE_SECONDS)
    const told = { [preview.notice?.startsWith('notices.done.') ? 'done' : 'notice']: preview.notice }
    const shown = { wait, ...context, ...told, t, title, headTitle: t.text(title) }
    return inert(render(template, { ...always, ...shown, expires: preview.notice && { ends: wait } }))
  }
}

async function drawnStep(step: Step, preview: Preview, organisation: Organisation) {
  const { errors, questions, code, ways } = preview
  const before = activation.steps.slice(0, activation.steps.indexOf(step) + (code === 'proved' ? 1 : 0))
  const answerTo = (slug: string) => (slug === 'identity' ? { questions } : (ANSWERS[slug] ?? true))
  const answers = new Answers(Object.fromEntries(before.map(({ slug }) => [slug, answerTo(slug)])))
  const asking = { answers, organisation }
  // All that the data of a page ask of the services.
  const state = { ...CODE_STATES[code], ...deliveryOf(preview) }
  const services = { codes: { state: async () => state }, phoneWays: ways }
  const visit = { answers, flow: '', services } as unknown as Submission
  return {
    template: templateOf(step.slug),
    ...stepPage(activation, step, asking, {}, errorsOf(errors, Object.entries(metaOf(step, asking)))),
    viewData: await step.viewData?.(visit),
  }
}

function deliveryOf({ sent }: Preview): Pick<CodeState, 'delivery'> {
  if (!sent) return {}
  const [via, fate] = sent.split('.') as [Via, Fate | 'sent']
  return { delivery: { via, ...(fate !== 'sent' && { fate }) } }
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
    resume: activation.steps[0]!.path,
    erases: true,
  }
}
