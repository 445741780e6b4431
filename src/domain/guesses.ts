import type { Limits } from '../config/limits.ts'
import type { Bucket, Limiter } from '../ports.ts'
import { ALERT_SECONDS, type GuessAlert } from './guess-alert.ts'
import type { NetworkBuckets } from './network-buckets.ts'

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

export type Attempt =
  | { kind: 'open'; last: boolean; succeeded(): Promise<void>; undone(): Promise<void> }
  /** Too many failures of this session (ID-6). */
  | { kind: 'over' }
  /** `closed`: it is the member's payment answers that are (ID-5). */
  | { kind: 'limited'; seconds: number; closed: boolean }

export type Guesses = (guess: Guess, from: { flow: string; ip: string | undefined }) => Promise<Attempt>

/**
 * Counts a guess as failed before it is known to be, so that parallel ones cannot slip through. `succeeded` gives it back
 * and forgets earlier failures of what was typed and of the member; `undone` gives it back: nothing was judged.
 */
export function guesses(
  limiter: Limiter,
  { identity, session }: Limits,
  networks: NetworkBuckets,
  alert: GuessAlert,
): Guesses {
  const { perSession, waitsSeconds, payment, alarm } = identity

  return async ({ typed = [], member }, { flow, ip }) => {
    const ofSession: Bucket = { key: `guess:session:${flow}`, windows: [[perSession, session.absoluteSeconds]] }
    const own = [...typed.map(slowed), ...(member === undefined ? [] : [closing(member)])]
    const ofNetwork = networks('guesses', ip)
    const rare = alert.underAttack() ? networks('rare', ip) : []
    const ofAll: Bucket = { key: 'guess:all', windows: [[alarm.attack + 2, ALERT_SECONDS]], soft: true }

    const taken = await limiter.take([ofSession, ...own, ...ofNetwork, ...rare, ofAll])
    if (!taken.allowed)
      return taken.key === ofSession.key
        ? { kind: 'over' }
        : { kind: 'limited', seconds: taken.retryAfterSeconds, closed: taken.key.startsWith('guess:payment:') }
    const [inSession = 0] = taken.used[0] ?? []
    const [failures = 0] = taken.used.at(-1) ?? []
    alert.hear(failures - 1)
    const back = [ofAll, ofSession, ...own, ...ofNetwork].map(({ key }) => key)
    return {
      kind: 'open',
      last: inSession >= perSession,
      succeeded: () => taken.release({ back, clear: own.map(({ key }) => key) }),
      undone: () => taken.release({ back }),
    }
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
