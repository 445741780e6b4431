import type { Request, Response } from 'express'
import type { ConsoleConfig } from '../config/index.ts'
import type { Copy } from '../i18n/copy.ts'
import { requestId } from '../observability/request-context.ts'
import type { Mode } from '../ports/index.ts'
import { sendPage } from '../web/encoding.ts'
import { formToken } from '../web/middleware/form-token.ts'
import { from, until } from '../web/times.ts'
import type { RenderTemplate } from '../web/views/index.ts'
import { secondsLeft } from './session.ts'

export interface AgentPage {
  template: string
  /** Copy key. */
  title: string
  status?: number
  failed?: boolean
  context?: object
}

export type ShowAgentPage = (req: Request, res: Response, page: AgentPage) => void

/** Two minutes before the idle end an agent is asked whether they stay. */
const WARNING_SECONDS = 120

/** Returns a function that renders a page of the console in its frame and sends it. In templates `t` is the agent's language, `member` both. */
export function agentPages(
  { ORGANISATION, organisation, limits }: ConsoleConfig,
  copies: Record<Mode, Copy>,
  render: RenderTemplate,
  assetUrl: (name: string) => string,
): ShowAgentPage {
  const always = {
    organisation,
    stylesheet: assetUrl(`console-${ORGANISATION}.css`),
    script: assetUrl('console.js'),
    logo: assetUrl(organisation.logo),
    member: copies.both,
    from,
    until,
  }

  return (req, res, { template, title, status = 200, failed = false, context = {} }) => {
    const t = copies[res.locals.mode ?? 'fr']
    const page = render(`agent/${template}`, {
      ...always,
      ...frame(req),
      ...context,
      t,
      title,
      headTitle: [failed && t.text('console.errorPrefix'), t.text(title)].filter(Boolean).join(''),
      requestId: requestId(),
      nonce: res.locals.nonce,
    })
    sendPage(req, res.status(status).type('html'), page)
  }

  function frame(req: Request) {
    const agent = req.session?.agent
    if (!agent) return {}
    const seconds = secondsLeft(limits, req.session)
    const ends = until(seconds)
    const warned = { ...ends, in: { seconds: Math.min(WARNING_SECONDS, seconds) } }
    return { agent, token: formToken(req), expires: { seconds, warning: WARNING_SECONDS, ends, warned } }
  }
}
