import { hash } from 'node:crypto'
import type { IDToken } from 'openid-client'
import type { ConsoleConfig } from '../../config/index.ts'
import { clean } from '../../domain/fields/clean.ts'
import type { Role } from '../session.ts'

const LONGEST_NAME = 64

/** Who this is and what they may do here, from an ID token that has been checked; without a role, nothing. */
export function readClaims(config: ConsoleConfig, claims: IDToken) {
  const { sub, acr, amr, preferred_username: called } = claims
  const name = typeof called === 'string' ? clean(called).slice(0, LONGEST_NAME) : sub
  const [factor, level] = secondFactor(config)
  return {
    name,
    // Only the subject is unique, and only the name tells a reader of the trail who it was.
    account: name === sub ? inTrail(sub) : `${name.replace(/[^\w.@-]/g, '-')}+${inTrail(sub)}`,
    showsFactor: factor === 'acr' ? acr === level : list(amr).includes(level),
    role: roleOf(config, list(claims[config.AGENT_OIDC_ROLE_CLAIM!])),
  }
}

export function secondFactor({ AGENT_OIDC_MFA }: ConsoleConfig): [claim: string, value: string] {
  const [, claim, value] = /^(acr|amr):(.*)$/.exec(AGENT_OIDC_MFA!)!
  return [claim!, value!]
}

function roleOf(config: ConsoleConfig, roles: readonly unknown[]): Role | undefined {
  if (roles.includes(config.AGENT_OIDC_SUPERVISOR_ROLE)) return 'supervisor'
  return roles.includes(config.AGENT_OIDC_AGENT_ROLE) ? 'agent' : undefined
}

/** Subjects may have any form; the trail takes names of accounts alone. */
function inTrail(subject: string): string {
  return /^[\w.@-]{1,35}$/.test(subject) ? subject : hash('sha256', subject, 'base64url').slice(0, 22)
}

/** A claim of one value may come alone. */
const list = (claim: unknown): readonly unknown[] => (Array.isArray(claim) ? claim : [claim])
