import type { Request, Response } from 'express'
import type { Config } from '../config/index.ts'
import { grouped } from '../domain/sessions/support-reference.ts'
import type { Translate } from '../i18n/index.ts'
import { requestId } from '../observability/request-context.ts'
import type { Language } from '../ports/index.ts'
import { type Dictionaries, sendPage } from './encoding.ts'
import { formToken } from './middleware/form-token.ts'
import { secondsLeft } from './middleware/session.ts'
import { doneOnAnyPage, isJustOpened } from './pages/done-notice.ts'
import { from, sentAndValid, until } from './times.ts'
import { type RenderTemplate, templateCopy } from './views/index.ts'

export interface Page {
  template: string
  title: string
  status?: number
  failed?: boolean
  /** Copy key of what the member's last action did. */
  done?: string | undefined
  context?: object
}

/** Returns a promise if the page is stored for an agent before it is sent. */
export type ShowPage = (req: Request, res: Response, page: Page) => void | Promise<void>

/** Returns a function that renders a page in its frame (head, foot, progress, language switch) and sends it. */
export function pages(
  config: Config,
  translate: Record<Language, Translate>,
  render: RenderTemplate,
  asset: (name: string) => string,
  dictionaries?: Dictionaries,
): ShowPage {
  const copies = templateCopy(translate, config.organisation)
  const always = {
    base: config.BASE_PATH,
    organisation: config.organisation,
    stylesheet: asset(`${config.ORGANISATION}.css`),
    script: asset('app.js'),
    logo: asset(config.organisation.logo),
    licences: asset('licences.txt'),
    from,
    sentAndValid,
  }

  return (req, res, { template, title, status = 200, failed = false, done, context = {} }) => {
    const mode = res.locals.mode ?? 'both'
    const t = copies[mode]
    const headTitle = t.each(say => [failed && say('service.errorPrefix'), say(title)].filter(Boolean).join(''))
    const page = render(template, {
      ...always,
      ...frame(req, res),
      ...context,
      t,
      title,
      done: status < 400 ? (done ?? doneOnAnyPage(req, res)) : undefined,
      headTitle,
      requestId: requestId(),
      nonce: res.locals.nonce,
      dictionary: dictionaries?.urlFor(req, mode),
    })
    sendPage(req, res.status(status).type('html'), page, dictionaries)
  }

  function frame(req: Request, { locals }: Response) {
    if (!req.session?.flow) return { token: req.start?.token, reference: undefined, expires: undefined }
    const seconds = secondsLeft(config.limits, req.session)
    const { warningSeconds } = config.limits.session
    const ends = until(seconds)
    return {
      token: formToken(req),
      reference: grouped(req.session.reference!),
      opensToAgents: !req.session.ended && !locals.assistance,
      assistance: locals.assistance && { ...locals.assistance, isNew: isJustOpened(req) },
      expires: {
        seconds,
        warning: warningSeconds,
        ends,
      },
    }
  }
}
