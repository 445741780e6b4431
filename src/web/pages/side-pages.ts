import type { Request, Response } from 'express'
import type { WebContext } from '../context.ts'
import { isOpen } from '../middleware/session.ts'
import { currentPath, ENDINGS } from '../position.ts'

/** The day of the checks that the accessibility statement reports. */
const CHECKED_ON = new Date('2026-11-29')

export function sidePages({ config, journey, urlOf, showPage }: WebContext) {
  const { session } = config.limits

  return {
    done(req: Request, res: Response) {
      if (req.session.ended !== 'done') return void toCurrentPath(req, res)
      const { receipt } = req.session
      const context = { receipt, activatedAt: new Date(receipt!.activatedAt), erases: true }
      return showPage(req, res, { template: 'pages/done', title: 'pages.done.title', context })
    },

    alreadyActive(req: Request, res: Response) {
      if (req.session.ended !== 'already-active') return void toCurrentPath(req, res)
      return showPage(req, res, { template: 'pages/already-active', title: 'pages.alreadyActive.title' })
    },

    legal: information('legal'),
    accessibility: information('accessibility'),

    erased(req: Request, res: Response) {
      if (isOpen(req)) return void toCurrentPath(req, res)
      // The mode is unchanged; only its cookie was deleted.
      res.locals.modeIsNew = false
      return showPage(req, res, { template: 'pages/erased', title: 'pages.erased.title' })
    },
  }

  function information(name: 'legal' | 'accessibility') {
    const kept = { idle: { seconds: session.idleSeconds }, most: { seconds: session.absoluteSeconds } }
    return (req: Request, res: Response) => {
      const context = { kept, checkedOn: CHECKED_ON, back: currentPath(req, journey) }
      return showPage(req, res, { template: `pages/${name}`, title: `pages.${name}.title`, context })
    }
  }

  function toCurrentPath(req: Request, res: Response): void {
    res.redirect(303, urlOf(currentPath(req, journey)))
  }
}

export const SIDE_PAGES = {
  ...ENDINGS,
  legal: 'conditions-generales',
  accessibility: 'accessibilite',
  erased: 'quitter',
} as const
