import type { Config } from '../config/index.ts'
import type { Services } from '../domain/services.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { PlainQuestion } from '../ports/index.ts'
import type { Journey } from '../wizard/journey.ts'
import type { ShowPage } from './page.ts'

/** What the controllers are made of. */
export interface Web {
  config: Config
  journey: Journey
  services: Services
  question: PlainQuestion
  showPage: ShowPage
  funnel: Metrics['step']
  /** The URL of a page: `urlOf('email')`. */
  urlOf(path: string): string
}
