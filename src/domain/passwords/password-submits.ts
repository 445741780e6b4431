import type { Limits } from '../../config/limits/index.ts'
import type { Bucket } from '../../ports/index.ts'
import type { ActiveSession, Holder } from '../identity/active-session.ts'

export type PasswordSubmit<Result> =
  | { kind: 'run'; result: Result }
  | { kind: 'limited'; seconds: number }
  | { kind: 'elsewhere' }

/**
 * Runs what hashes a password, unless this session has had too many hashed. `run` hears how many are left after it; `again`
 * tells whether its result leaves the member on the page: only then does it count.
 */
export type PasswordSubmits = <Result>(
  holder: Holder,
  run: (left: number) => Promise<Result>,
  again: (result: Result) => boolean,
) => Promise<PasswordSubmit<Result>>

/** Hashes of one session (PW-6): what ends the journey counts no more, nor does an outage behind us. */
export function passwordSubmits(active: ActiveSession, { perSession }: Limits['password']): PasswordSubmits {
  return async (holder, run, again) => {
    const bucket: Bucket = { key: `password:${holder.flow}`, windows: perSession }
    const ran = await active.takeRunSettle(
      holder,
      [bucket],
      ({ used }) => run(Math.min(...perSession.map(([count], n) => count - used[0]![n]!))),
      result => (again(result) ? { keep: [bucket.key] } : undefined),
    )
    if (ran.allowed) return { kind: 'run', result: ran.result }
    return ran.elsewhere ? { kind: 'elsewhere' } : { kind: 'limited', seconds: ran.retryAfterSeconds }
  }
}
