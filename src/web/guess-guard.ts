import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import { networkOf } from '../domain/network.ts'
import { limit, type Verdict } from '../wizard/index.ts'
import type { Step } from '../wizard/step.ts'
import type { Web } from './web.ts'

/**
 * Runs the submit of a page whose answers could be guessed. A failure is counted against the network address before it is
 * known to be one, so that parallel guesses cannot slip through; whatever was no failure is given back (ID-3). Every answer
 * takes at least as long as the slowest cause usually does (ID-2).
 */
export async function guessGuard(
  { services: { limiter }, config }: Web,
  req: Request,
  step: Step,
  submit: () => Promise<Verdict<unknown>>,
): Promise<Verdict<unknown>> {
  if (!step.guessable) return submit()
  const { perIp, floorMs } = config.limits.identity
  const key = `guess:${networkOf(req.ip)}`
  const admission = await limiter.take(key, perIp)
  if (!admission.allowed) return limit(admission.retryAfterSeconds)

  const [outcome] = await Promise.allSettled([submit(), sleep(floorMs)])
  const failed = outcome.status === 'fulfilled' && outcome.value.kind === 'reject'
  if (!failed) await limiter.giveBack(key)
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}
