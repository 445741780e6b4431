import { KeyedHash } from '../domain/crypto/keyed-hash.ts'
import { roughNetwork } from '../domain/networks/network.ts'
import type { Logger } from './log.ts'
import type { Reason, SecurityEvent } from './security-events.ts'

interface Facts {
  route?: string
  reason?: Reason | undefined
  ip?: string | undefined
  flow?: string | undefined
  session?: string | undefined
  member?: string | undefined
  reference?: string | undefined
}

export type AuditTrail = (event: SecurityEvent, facts?: Facts) => void

const FAILURE = /_(fail|fail_max|lock|reuse|exceeded|crash)$|^malicious_/
const REFERENCE = /^R-\d{7}$/

/** Writes one line per event at any log level. Keyed pseudonyms link the lines of a member, who stays unnamed. */
export function auditTrail(
  log: Logger,
  secrets: readonly Buffer[],
  count: (event: SecurityEvent, reason?: Reason) => void,
): AuditTrail {
  const hash = new KeyedHash(secrets, 'audit')
  const sink = log.child({}, { level: log.level === 'silent' ? 'silent' : 'info' })
  const pseudonym = (kind: string, value?: string) => value && hash.of(kind, value).slice(0, 22)

  return (event, { route, reason, ip, flow, session, member, reference } = {}) => {
    count(event, reason)
    sink.info(
      {
        event,
        outcome: FAILURE.test(event) ? 'failure' : 'success',
        route,
        reason,
        member: pseudonym('member', member),
        flow: pseudonym('flow', flow),
        session: pseudonym('session', session),
        network: ip && roughNetwork(ip),
        reference: reference && REFERENCE.test(reference) ? reference : undefined,
      },
      'audit',
    )
  }
}
