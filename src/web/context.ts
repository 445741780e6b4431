import type { Router } from 'express'
import type { Config } from '../config/index.ts'
import type { DeliveryReports } from '../domain/codes/delivery-reports.ts'
import type { Services } from '../domain/services.ts'
import type { Translate } from '../i18n/index.ts'
import type { AuditTrail } from '../observability/audit.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { DeliveryJudge, Language, PlainQuestion, SharedPage, WebhookSignature } from '../ports/index.ts'
import type { Journey } from '../wizard/journey.ts'
import type { Assistance } from './live-page/assistance.ts'
import type { LoopDelay } from './middleware/load-shedding.ts'
import type { SupersedingStore } from './middleware/session.ts'
import type { ShowPage } from './page.ts'
import type { RenderTemplate } from './views/index.ts'

export interface WebContext {
  config: Config
  journey: Journey
  services: Services
  question: PlainQuestion
  showPage: ShowPage
  assistance: Pick<Assistance, 'press'>
  funnel: Metrics['step']
  finished: Metrics['finished']
  urlOf(path: string): string
}

export interface Dependencies {
  config: Config
  services: Services
  question: PlainQuestion
  webhookSignature: WebhookSignature
  judgeDelivery: DeliveryJudge
  recordDelivery: DeliveryReports['record']
  sessionStore: SupersedingStore
  sharedPage: SharedPage
  /** The name that the console has for the pages of a flow. */
  pageNameOf(flow: string): string
  translate: Record<Language, Translate>
  render: RenderTemplate
  log: Logger
  audit: AuditTrail
  alarm(name: string, raised: boolean): void
  metrics: Metrics
  delay: LoopDelay
  extra?: ((web: WebContext, writing: Pick<Dependencies, 'config' | 'translate' | 'render'>) => Router) | undefined
}
