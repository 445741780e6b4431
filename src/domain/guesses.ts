import type { Limits } from '../config/limits.ts'
import type { Bucket, Limiter } from '../ports.ts'
import { ALERT_SECONDS, type GuessAlert } from './guess-alert.ts'
import type { NetworkBuckets } from './network-buckets.ts'
import { failuresOf } from './session-failures.ts'
import { takeRunSettle } from './take-run-settle.ts'

const DAY = 86_400
const MONTH = 30 * DAY
/** Above what the waits let through in a day: nobody can lock a number for others, only slow it down (T4). */
const NEVER_FULL = 1000

/** What a failure counts against, beside session, network and service. */
export interface Guess {
  /** Numbers as they were typed: slowed down, whether they exist or not (ID-4). */
  typed?: readonly string[]
  /** Whose payment answers are asked for: closed after too many (ID-5). */
  member?: string
}

/** What became of an attempt: `none` where nobody judged it, since something behind us was down. */
export type Judgement = 'right' | 'wrong' | 'none'

export type Attempt<Result> =
  | { kind: 'made'; result: Result; last: boolean }
  /** Too many failures of this session (ID-6). */
  | { kind: 'over' }
  /** `closed`: it is the member's payment answers that are (ID-5). */
  | { kind: 'limited'; seconds: number; closed: boolean }

/** Runs an attempt, unless there were too many; `judge` tells what its result came to. */
export type Guesses = <Result>(
  guess: Guess,
  from: { flow: string; ip: string | undefined },
  run: () => Promise<Result>,
  judge: (result: Result) => Judgement,
) => Promise<Attempt<Result>>

/**
 * Counts a guess as failed before it is known to be, so that parallel ones cannot slip through. A right one is given back,
 * and earlier failures of what was typed and of the member are forgotten; what nobody judged is given back alone.
 */
export function guesses(limiter: Limiter, limits: Limits, networks: NetworkBuckets, alert: GuessAlert): Guesses {
  const { perSession, waitsSeconds, payment, alarm } = limits.identity

  return async ({ typed = [], member }, { flow, ip }, run, judge) => {
    const ofSession = failuresOf(flow, limits)
    const own = [...typed.map(slowed), ...(member === undefined ? [] : [closing(member)])]
    const ofNetwork = networks('guesses', ip)
    const rare = alert.underAttack() ? networks('rare', ip) : []
    const ofAll: Bucket = { key: 'guess:all', windows: [[alarm.attack + 2, ALERT_SECONDS]], soft: true }

    const buckets = [ofSession, ...own, ...ofNetwork, ...rare, ofAll]
    let last = false
    const ran = await takeRunSettle(
      limiter,
      buckets,
      ({ used }) => {
        const [inSession = 0] = used[0] ?? []
        const [failures = 0] = used.at(-1) ?? []
        alert.hear(failures - 1)
        last = inSession >= perSession
        return run()
      },
      result => {
        const judged = judge(result)
        if (judged === 'right') return { keep: keysOf(rare), clear: keysOf(own) }
        return judged === 'wrong' ? { keep: keysOf(buckets) } : {}
      },
    )
    if (ran.allowed) return { kind: 'made', result: ran.result, last }
    if (ran.key === ofSession.key) return { kind: 'over' }
    return { kind: 'limited', seconds: ran.retryAfterSeconds, closed: ran.key.startsWith('guess:payment:') }
  }

  function slowed(text: string): Bucket {
    return { key: `guess:typed:${text}`, windows: [[NEVER_FULL, DAY]], waits: waitsSeconds }
  }

  function closing(member: string): Bucket {
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
