import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import type { Guess } from '../domain/guesses.ts'
import { end, limit, type Verdict } from '../wizard/index.ts'
import type { Web } from './web.ts'

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
  const attempt = await services.guesses(guess, { flow: req.session.flow!, ip: req.ip })
  if (attempt.kind === 'over') return end('guesses')
  if (attempt.kind === 'limited') return limit(attempt.closed ? 'closed' : 'guesses', attempt.seconds)

  const floor = sleep(config.limits.identity.floorMs)
  const verdict = await submit().catch(async error => {
    await attempt.undone()
    throw error
  })
  await floor
  if (verdict.kind === 'reject') return attempt.last ? end('guesses') : verdict
  await (wasRight(verdict) ? attempt.succeeded() : attempt.undone())
  return verdict
}

function wasRight(verdict: Verdict<unknown>): boolean {
  return verdict.kind === 'accept' || (verdict.kind === 'end' && verdict.ending === 'already-active')
}
