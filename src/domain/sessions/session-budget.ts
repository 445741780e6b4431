import type { Limits } from '../../config/limits/index.ts'
import { type Limiter, unlessUnavailable } from '../../ports/index.ts'
import type { NetworkBuckets } from '../networks/network-buckets.ts'
import { takeRunSettle } from '../take-run-settle.ts'

const ALL = 'sessions:all'
const ALARM_SHARE = 0.8

export type Admission =
  | { allowed: true }
  /** `by`: the limit that was reached, the visitor's network or the whole service (S-10). */
  | { allowed: false; retryAfterSeconds: number; by: 'sessions' | 'all-sessions' }

/** Opens a new session if the limits allow it; existing sessions are not limited (docs/adr/0020). */
export type SessionBudget = (ip: string | undefined, open: () => Promise<void>) => Promise<Admission>

/** From 80 % of the total each network gets only a few, so that some are left for others. Throws `Unavailable`. */
export function createSessionBudget(
  limiter: Limiter,
  { total }: Limits['session'],
  networks: NetworkBuckets,
  alarm: (name: 'sessions', on: boolean) => void,
  now: () => number = () => performance.now(),
): SessionBudget {
  const longestMs = Math.max(...total.map(([, seconds]) => seconds)) * 1000
  let latest = { pressed: false, at: now() }

  return async (ip, open) => {
    const pressed = latest.pressed && now() - latest.at < longestMs
    const own = [...networks('sessions', ip), ...(pressed ? networks('scarce', ip) : [])]
    const buckets = [...own, { key: ALL, windows: total }]
    const opened = await takeRunSettle(
      limiter,
      buckets,
      async ({ used, settle }) => {
        update(total.some(([count], n) => (used.at(-1)?.[n] ?? 0) >= count * ALARM_SHARE))
        // Sent with the save if there is one Redis; given back if the save fails.
        const kept = settle({ keep: buckets.map(({ key }) => key) }).catch(unlessUnavailable)
        await open()
        await kept
      },
      () => undefined,
    )
    if (opened.allowed) return { allowed: true }
    if (opened.key === ALL) update(true)
    const by = opened.key === ALL ? 'all-sessions' : 'sessions'
    return { allowed: false, retryAfterSeconds: opened.retryAfterSeconds, by }
  }

  function update(pressed: boolean): void {
    latest = { pressed, at: now() }
    alarm('sessions', pressed)
  }
}
