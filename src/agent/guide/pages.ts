import { type Request, type Response, Router } from 'express'
import { activation } from '../../journey.ts'
import type { Official } from '../../ports/index.ts'
import { HttpError } from '../../web/http-error.ts'
import type { ConsoleContext } from '../context.ts'
import { handOverOfStep, otherSituations, situationsOfStep } from './of-step.ts'
import { createSay } from './say.ts'
import { guideFor, SITUATIONS, type Situation, SPOKEN_LANGUAGES } from './spoken.ts'

/** `/guide` holds all sentences, `/guide/<step>` a sheet for one step; both serve without a caller to follow. */
export function guidePages({ config, copies, showPage }: ConsoleContext): Router {
  const say = createSay(copies, config)
  const { advice } = guideFor(config.organisation)
  const rows = (chosen: readonly Situation[]) => chosen.map(situation => say({ situation, figures: {} }, 'both'))
  const steps = activation.steps.map((step, at) => ({ slug: step.slug, n: at + 1, of: activation.steps.length }))
  const always = { spoken: SPOKEN_LANGUAGES, steps }
  return Router({ caseSensitive: true }).get('/guide', index).get('/guide/:step', sheet)

  function index(req: Request, res: Response): void {
    showPage(req, res, {
      template: 'guide/index',
      title: 'console.guide.title',
      context: {
        ...always,
        general: rows(otherSituations(SITUATIONS)),
        ofSteps: steps.map(step => ({ ...step, rows: rows(situationsOfStep(step.slug)) })),
      },
    })
  }

  function sheet(req: Request<{ step: string }>, res: Response): void {
    const step = steps.find(({ slug }) => slug === req.params.step)
    if (!step) throw new HttpError(404, 'notFound')
    const { slug } = step
    const own = advice[res.locals.mode as Official]
    showPage(req, res, {
      template: 'guide/sheet',
      title: `steps.${slug}.title`,
      context: {
        ...always,
        step,
        rows: rows(situationsOfStep(slug)),
        mistakes: Object.values(own.mistakes[slug] ?? {}),
        never: Object.values(own.never),
        handOver: handOverOfStep(slug).map(name => own.handOver[name]),
      },
    })
  }
}
