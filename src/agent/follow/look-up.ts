import type { AssistanceLimits } from '../../config/limits/assistance.ts'
import { takeRunSettle } from '../../domain/take-run-settle.ts'
import type { Bucket, Limiter } from '../../ports/index.ts'
import type { Followed } from '../../ports/live-page.ts'

/** `instead`: another agent followed until now. */
export type LookUp =
  | { kind: 'found'; page: string; since: number; instead: boolean }
  | { kind: 'unknown' }
  | { kind: 'limited'; seconds: number }

interface Wants {
  followed: Pick<Followed, 'find' | 'attend'>
  limiter: Limiter
  limits: Pick<AssistanceLimits, 'misses' | 'lookupsAlarm'>
  /** What `followed` calls an account. The limiter takes the account itself: it hashes under every key. */
  nameOf(agent: string): string
  alarm(name: 'agent-lookups' | 'agent-misses', raised: boolean, agent: string): void
  now?: () => number
}

const AN_HOUR_SECONDS = 3600
const ALARM_MS = 3_600_000

/** Finds the page of a reference and makes `agent`, an account, its follower. Every miss has one answer, and only so many are judged (AG-1). Throws `Unavailable`. */
export function createLookUp({ followed, limiter, limits, nameOf, alarm, now = () => performance.now() }: Wants) {
  const most = Math.max(...limits.misses.map(([count]) => count))
  const raisedAt = { 'agent-lookups': Number.NEGATIVE_INFINITY, 'agent-misses': Number.NEGATIVE_INFINITY }

  return async (agent: string, reference: string): Promise<LookUp> => {
    const misses: Bucket = { key: `agent-misses:${agent}`, windows: limits.misses }
    const lookUps: Bucket = {
      key: `agent-lookups:${agent}`,
      windows: [[limits.lookupsAlarm + 1, AN_HOUR_SECONDS]],
      soft: true,
      firm: true,
    }
    const ran = await takeRunSettle(
      limiter,
      [misses, lookUps],
      async ({ used: [missed = [], [asked = 0] = []] }) => {
        watch('agent-lookups', asked > limits.lookupsAlarm, agent)
        const found = await follow(agent, reference)
        watch('agent-misses', !found && Math.max(...missed) >= most, agent)
        return found
      },
      found => (found ? {} : { keep: [misses.key] }),
    )
    if (!ran.allowed) return { kind: 'limited', seconds: ran.retryAfterSeconds }
    return ran.result ?? { kind: 'unknown' }
  }

  async function follow(agent: string, reference: string): Promise<LookUp | undefined> {
    const page = await followed.find(reference)
    const attending = page === undefined ? undefined : await followed.attend(page, nameOf(agent))
    if (attending?.kind !== 'attending') return undefined
    return { kind: 'found', page: page!, since: attending.since, instead: attending.instead !== undefined }
  }

  /** An alarm lasts an hour, whoever looks up in between. */
  function watch(name: keyof typeof raisedAt, raised: boolean, agent: string): void {
    if (raised) raisedAt[name] = now()
    if (raised || now() - raisedAt[name] > ALARM_MS) alarm(name, raised, agent)
  }
}
