import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Judgement, Limiter, Refused } from '../../ports/index.ts'
import type { NetworkBuckets } from '../networks/network-buckets.ts'
import { failuresOf } from '../sessions/session-failures.ts'
import { takeRunSettle } from '../take-run-settle.ts'
import type { AttackLevel } from './attack-level.ts'
import { createIdentifierWaits } from './identifier-waits.ts'

const DAY = 86_400
const MONTH = 30 * DAY

export interface AttemptKeys {
  /** Typed numbers, which must wait after failures, whether they exist or not (ID-4). */
  typed?: readonly string[]
  /** The member whose payment page closes after too many failures (ID-5). */
  member?: string
}

export type Attempt<Result> =
  | { kind: 'made'; result: Result; last: boolean }
  | { kind: 'over' }
  | { kind: 'limited'; seconds: number; closed: boolean }

export type IdentityAttempts = <Result>(
  guess: AttemptKeys,
  from: { flow: string; ip: string | undefined },
  run: () => Promise<Result>,
  /** `none` if a dependency was down. */
  judge: (result: Result) => Judgement,
) => Promise<Attempt<Result>>

/** Counts an attempt as failed before it is checked, so that parallel ones cannot exceed a limit. */
export function createIdentityAttempts(
  limiter: Limiter,
  limits: Limits,
  networks: NetworkBuckets,
  attack: AttackLevel,
): IdentityAttempts {
  const { perSession, payment } = limits.identity
  const waits = createIdentifierWaits(limits.identity)

  return async ({ typed = [], member }, { flow, ip }, run, judge) => {
    const ofSession = failuresOf(flow, limits)
    const ofMember = member === undefined ? [] : [paymentBucket(member)]
    const ofNetwork = networks('guesses', ip)
    const rare = attack.underAttack() ? networks('rare', ip) : []
    let last = false

    let ran = await attempt(typed.flatMap(text => waits.shared(text, ip)))
    if (isWaiting(ran)) {
      const own = await attempt(typed.flatMap(text => waits.own(text, ip)))
      if (!isWaiting(own)) ran = own
      else if (!own.unsettled) await countRetry(ofNetwork)
    }
    if (ran.allowed) return { kind: 'made', result: ran.result, last }
    const seconds = ran.retryAfterSeconds
    if (ran.unsettled) return { kind: 'limited', seconds, closed: false }
    if (ran.key === ofSession.key) return { kind: 'over' }
    return { kind: 'limited', seconds, closed: ofMember.some(({ key }) => key === ran.key) }

    function attempt(ofTyped: readonly Bucket[]) {
      const buckets = [ofSession, ...ofTyped, ...ofMember, ...ofNetwork, ...rare]
      return takeRunSettle(
        limiter,
        buckets,
        async ({ used: [[inSession = 0] = []] }) => {
          last = inSession >= perSession
          const result = await run()
          if (judge(result) === 'wrong') await attack.failed(ip)
          return result
        },
        result => {
          const judged = judge(result)
          if (judged === 'right') return { keep: keysOf(rare), clear: keysOf(ofMember) }
          return judged === 'wrong' ? { keep: keysOf(buckets) } : {}
        },
      )
    }
  }

  function isWaiting(ran: { allowed: true } | Refused): ran is Refused {
    return !ran.allowed && waits.has(ran.key)
  }

  async function countRetry(ofNetwork: readonly Bucket[]): Promise<void> {
    const firm = ofNetwork.map(bucket => ({ ...bucket, firm: true as const }))
    await takeRunSettle(limiter, firm, async () => {}, alreadyCounted)
  }

  function paymentBucket(member: string): Bucket {
    const windows: Bucket['windows'] = [
      [payment.perDay, DAY],
      [payment.perMonth, MONTH],
    ]
    return { key: `guess:payment:${member}`, windows }
  }
}

function keysOf(buckets: readonly Bucket[]): string[] {
  return buckets.map(({ key }) => key)
}

const alreadyCounted = () => undefined
