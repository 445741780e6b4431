import type { Request, Router } from 'express'
import type { ConsoleConfig } from '../config/index.ts'
import type { Copy } from '../i18n/copy.ts'
import type { Translate } from '../i18n/index.ts'
import type { Alarm } from '../observability/alarms.ts'
import type { AuditTrail } from '../observability/audit.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { DayBook, Followed, Language, Limiter, Mode, ReplayGuard } from '../ports/index.ts'
import type { RenderTemplate } from '../web/views/index.ts'
import type { AgentCounts } from './day/agents.ts'
import type { ShowAgentPage } from './page.ts'
import type { AgentSessions } from './session.ts'

/** What the console is composed of. It holds no port that writes to a member's page (AG-3). */
export interface ConsoleDependencies {
  config: ConsoleConfig
  sessions: AgentSessions
  limiter: Limiter
  replays: ReplayGuard
  followed: Followed
  days: Pick<DayBook, 'read'>
  agents: AgentCounts
  /** The wizard's copy, and the console's own under `console`. */
  translate: Record<Language, Translate>
  render: RenderTemplate
  signIn: SignInWay
  log: Logger
  audit: AuditTrail
  alarm: Alarm
  metrics: Metrics
  /** Aborted when the console begins to stop: streams end first. */
  stopping: AbortSignal
}

export interface ConsoleContext extends ConsoleDependencies {
  /** Whether the session of this request still is live, and its account valid: a stream that outlives either must end. */
  isSignedIn(req: Request): Promise<boolean>
  copies: Record<Mode, Copy>
  showPage: ShowAgentPage
  assetUrl(name: string): string
}

export interface SignInWay {
  /** `/connexion` and whatever belongs to it; reached without a session. */
  routes(web: ConsoleContext): Router
  /** Whether this account may go on, asked at each request of its session and now and then by its streams. */
  isValid(agent: { account: string; since: number }): Promise<boolean>
  /** The address that ends the session at the identity provider too, if there is one. */
  signOutUrl?(agent: { idToken?: string | undefined }): Promise<string | undefined>
}
