import type { Reason, SecurityEvent } from '../../observability/security-events.ts'
import { Unavailable } from '../../ports/index.ts'
import type { Verdict } from '../../wizard/index.ts'
import type { Step } from '../../wizard/step.ts'
import type { Ending, FieldErrors } from '../../wizard/verdict.ts'

/** A verdict, or an outage of a dependency: nothing was refused or counted. */
export type Outcome = Verdict<unknown> | { kind: 'unavailable'; error: Unavailable }

export async function toOutcome(submit: () => Promise<Verdict<unknown>>): Promise<Outcome> {
  try {
    return await submit()
  } catch (error) {
    if (error instanceof Unavailable) return { kind: 'unavailable', error }
    throw error
  }
}

type Event = [event: SecurityEvent, reason?: Reason]

export function eventOf(step: Step, outcome: Outcome): Event | undefined {
  switch (outcome.kind) {
    case 'accept':
      return outcome.again ? ['authn_token_reuse', 'used'] : step.auditEvent?.(outcome.answer)
    case 'reject':
      return rejection(step, outcome.errors)
    case 'limit':
      if (outcome.errors?.['code']?.code === 'locked') return ['authn_login_fail_max', 'locked']
      return outcome.by === 'closed' ? ['authn_login_lock', 'closed'] : ['excess_rate_limit_exceeded', outcome.by]
    case 'end':
      return ENDS[outcome.ending]
    case 'unavailable':
      return undefined
  }
}

/** Endings not listed are audited by the outbox, or are not security events. */
const ENDS: Partial<Record<Ending, Event>> = {
  'already-active': ['authn_login_success', 'already-active'],
  expired: ['session_expired', 'expired'],
  guesses: ['authn_login_fail_max', 'guesses'],
  elsewhere: ['session_expired', 'elsewhere'],
}

const NOT_SENT = ['undeliverable', 'unreachable', 'optedOut', 'optedOutReply']
const CODE_ERRORS: readonly Reason[] = ['wrong', 'replaced', 'expired', 'locked']

function rejection(step: Step, errors: FieldErrors): Event {
  if (errors['captcha']) return ['input_validation_fail', 'captcha']
  if (Object.values(errors).some(({ code }) => code === 'shared')) return ['excess_rate_limit_exceeded', 'shared']
  if (errors['form']?.code === 'noMatch') return ['authn_login_fail', 'no-match']
  if (Object.values(errors).some(({ code }) => NOT_SENT.includes(code)))
    return ['input_validation_fail', 'undeliverable']
  const code = CODE_ERRORS.find(reason => reason === errors['code']?.code)
  if (!provesSomething(step) || !code) return ['input_validation_fail', 'fields']
  return [code === 'replaced' ? 'authn_token_reuse' : 'authn_login_fail', code]
}

function provesSomething(step: Step): boolean {
  return step.attemptKeys !== undefined || step.resend !== undefined
}
