import type { Organisation } from '../config/organisation.ts'
import type { AttemptKeys } from '../domain/identity/identity-attempts.ts'
import type { Services } from '../domain/services.ts'
import type { Reason, SecurityEvent } from '../observability/security-events.ts'
import type { Mode, Via } from '../ports/index.ts'

declare module '../wizard/product-types.ts' {
  interface ProductTypes {
    services: Services
    organisation: Organisation
    mode: Mode
    via: Via
    guess: AttemptKeys
    auditEvent: [event: SecurityEvent, reason?: Reason]
    /** Which limit was reached; logged, never shown. `closed` locks one member's page for a day or more. */
    limit: 'closed' | 'guesses' | 'sends' | 'passwords' | 'question' | 'sessions' | 'all-sessions'
    /** `elsewhere`: another session is live; `finishing`: the outcome is not known yet; `unfinished`: it stayed unknown. */
    ending: 'already-active' | 'expired' | 'guesses' | 'elsewhere' | 'finishing' | 'unfinished'
  }
}
