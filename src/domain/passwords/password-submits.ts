import type { Limits } from '../../config/limits/index.ts'
import type { Bucket } from '../../ports/index.ts'
import type { ActiveSession, Holder } from '../identity/active-session.ts'

export type PasswordSubmit<Result> =
  | { kind: 'run'; result: Result }
  | { kind: 'limited'; seconds: number }
  | { kind: 'elsewhere' }

/** Limits password hashes per session (PW-6); a submit counts if `again` is true. `left`: the submits that remain. */
export type PasswordSubmits = <Result>(
  holder: Holder,
  run: (left: number) => Promise<Result>,
  again: (result: Result) => boolean,
) => Promise<PasswordSubmit<Result>>

export function createPasswordSubmits(active: ActiveSession, { perSession }: Limits['password']): PasswordSubmits {
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
