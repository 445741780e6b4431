import { hash } from 'node:crypto'
import { KeyedHash } from '../domain/crypto/keyed-hash.ts'
import { roughNetwork } from '../domain/networks/network.ts'
import type { Logger } from './log.ts'
import type { Reason, SecurityEvent } from './security-events.ts'

/** Why an agent follows a page (AG-6): a call received, a call back, a person at the counter. */
export const GROUNDS = ['call', 'call-back', 'counter'] as const
export const ENDERS = ['member', 'agent', 'session', 'clock', 'other-agent'] as const

/** How an agent says that a call ended, in the order of the keys 1 to 9; there is no text. */
export const WRAP_UPS = [
  ...(['activated', 'alone', 'facts', 'payment', 'email', 'phone', 'exists', 'trouble'] as const),
  'suspicion' as const,
]
export type WrapUp = (typeof WRAP_UPS)[number]

export interface Facts {
  route?: string
  reason?: Reason | undefined
  ip?: string | undefined
  flow?: string | undefined
  session?: string | undefined
  member?: string | undefined
  reference?: string | undefined
  /** An agent's account, in clear: who looks at a member's page answers for it. */
  agent?: string | undefined
  ground?: (typeof GROUNDS)[number] | undefined
  page?: string | undefined
  by?: (typeof ENDERS)[number] | undefined
  seconds?: number | undefined
}

export type AuditTrail = (event: SecurityEvent, facts?: Facts) => void

const FAILURE = /_(fail|fail_max|lock|reuse|exceeded|crash|refused)$|^malicious_/
const REFERENCE = /^R-\d{7}$/
/** What accounts are called; anything else is left out, as it could be typed by a stranger. */
const ACCOUNT = /^[\w.@+-]{1,100}$/

/** Writes a line per event at any log level; keyed pseudonyms link a member's lines. The console `hidesReferences`: its lines name the agent too. */
export function auditTrail(
  log: Logger,
  secrets: readonly Buffer[],
  count: (event: SecurityEvent, reason?: Reason) => void,
  { hidesReferences = false } = {},
): AuditTrail {
  const keyed = new KeyedHash(secrets, 'audit')
  const sink = log.child({}, { level: log.level === 'silent' ? 'silent' : 'info' })
  const pseudonym = (kind: string, value?: string) => value && keyed.of(kind, value).slice(0, 22)
  const named = (reference?: string) => {
    if (!reference || !REFERENCE.test(reference)) return undefined
    return hidesReferences ? pseudonym('reference', reference) : reference
  }

  return (event, { route, reason, ip, flow, session, member, reference, agent, ground, page, by, seconds } = {}) => {
    count(event, reason)
    sink.info(
      {
        event,
        outcome: FAILURE.test(event) ? 'failure' : 'success',
        route,
        reason,
        agent: agent && ACCOUNT.test(agent) ? agent : undefined,
        ground,
        by,
        seconds,
        // Without a key of one process, so that lines of the wizard and of the console about one page are found together.
        page: page && hash('sha256', page, 'base64url').slice(0, 22),
        member: pseudonym('member', member),
        flow: pseudonym('flow', flow),
        session: pseudonym('session', session),
        network: ip && roughNetwork(ip),
        reference: named(reference),
      },
      'audit',
    )
  }
}
