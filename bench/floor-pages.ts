import type { Organisation } from '../src/config/organisation.ts'
import { activation } from '../src/journey.ts'
import { templateOf } from '../src/web/views/index.ts'
import type { FieldView } from '../src/web/wizard/field-views.ts'
import { stepPage } from '../src/web/wizard/step-page.ts'
import { Answers } from '../src/wizard/answers.ts'

/** A page of the floor: a template of the wizard's, and all that is put into it but for what was typed. */
export interface FloorPage {
  path: string
  template: string
  title: string
  fields: Record<string, FieldView>
  context: object
}

/** The pages that a member sees on the way, made ready once: the floor makes no call to learn what to show. */
export function floorPages(organisation: Organisation): FloorPage[] {
  return [page('', 'pages/start', 'pages.start.title'), ...steps(organisation), page('termine', 'pages/done', DONE)]
}

const DONE = 'pages.done.title'
/** What the member-data API asks a member who is paid by bank transfer. */
const QUESTIONS = ['employerId', 'bankAccountLast8']
/** Of the length that the wizard's have. */
const TOKEN = '0'.repeat(64)
const PUZZLE = `identity.1000.1800000000.${'0'.repeat(22)}.${'0'.repeat(150)}`
const CODE = { liveSeconds: 300, issuedAgoSeconds: 300, waitSeconds: 30, sendsLeft: 2 }
const VIEW_DATA = { ...CODE, destination: 'member@example.ma', least: 8 }

function page(path: string, template: string, title: string, context: object = {}): FloorPage {
  return { path, template, title, fields: {}, context }
}

function steps(organisation: Organisation): FloorPage[] {
  const asking = { answers: new Answers({ identity: { questions: QUESTIONS } }), organisation }
  return activation.steps.map(step => {
    const { fields, ...rest } = stepPage(activation, step, asking, {}, {})
    const question = { a: 3, b: 4, token: TOKEN }
    const captcha = step.captcha && { kind: 'altcha', action: step.path, puzzle: PUZZLE, question }
    const context = { ...rest, answered: false, viewData: VIEW_DATA, captcha }
    return { ...page(step.path, templateOf(step.slug), `steps.${step.slug}.title`, context), fields }
  })
}
