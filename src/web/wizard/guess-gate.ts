import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import type { Guess, Judgement } from '../../domain/identity/guesses.ts'
import { end, limit, type Verdict } from '../../wizard/index.ts'
import type { Web } from '../context.ts'

/**
 * Runs a submit that could be a guess, once its limits allow it, and tells them what became of it (ID-3 to ID-7). Every
 * answer takes at least as long as the slowest cause usually does (ID-2); an outage says nothing of the member and waits
 * for nothing.
 */
export async function guessGuard(
  { services, config }: Web,
  req: Request,
  guess: Guess,
  submit: () => Promise<Verdict<unknown>>,
): Promise<Verdict<unknown>> {
  const attempt = await services.guesses(guess, { flow: req.session.flow!, ip: req.ip }, judged, judgement)
  if (attempt.kind === 'over') return end('guesses')
  if (attempt.kind === 'limited') return limit(attempt.closed ? 'closed' : 'guesses', attempt.seconds)
  return attempt.result.kind === 'reject' && attempt.last ? end('guesses') : attempt.result

  async function judged(): Promise<Verdict<unknown>> {
    const floor = sleep(config.limits.identity.floorMs)
    const verdict = await submit()
    await floor
    return verdict
  }
}

function judgement(verdict: Verdict<unknown>): Judgement {
  if (verdict.kind === 'reject') return 'wrong'
  return verdict.kind === 'accept' || (verdict.kind === 'end' && verdict.ending === 'already-active') ? 'right' : 'none'
}
