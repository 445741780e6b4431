import { setTimeout as sleep } from 'node:timers/promises'
import type { ENDERS, Facts } from '../../observability/audit.ts'
import type { Closer, OpenReading, Reading } from '../../ports/live-page.ts'
import type { ConsoleContext } from '../context.ts'

export interface Following {
  page: string
  /** The agent, as `Followed` knows them: a hash, so that Redis holds no name. */
  as: string
  reference: string
  /** Milliseconds since 1970. */
  since: number
  tookOver: boolean
}

/** Why there is nothing more to see. */
export type Over = Closer | 'lapsed' | 'taken'
type Ender = (typeof ENDERS)[number]
type Audit = (
  event: 'agent_left',
  reason: undefined,
  facts: Pick<Facts, 'page' | 'reference' | 'by' | 'seconds'>,
) => void

/** Redis' clock and this one need not agree to the millisecond. */
const LATER_MS = 1000
const REMEMBERED_SECONDS = 7200
const ENDER: Record<Over, Ender> = { member: 'member', session: 'session', lapsed: 'clock', taken: 'other-agent' }

export type Pages = ReturnType<typeof createFollowing>

/** What an agent does with the page that they follow; `handled` counts how long. Methods throw `Unavailable`. */
export function createFollowing(
  { followed, replays, config }: Pick<ConsoleContext, 'followed' | 'replays' | 'config'>,
  handled: (seconds: number) => void,
) {
  const watchMs = config.limits.assistance.watchSeconds * 1000
  return { watch, leave, vanished }

  /** Returns a function that reads the page; it says when the page is over, and keeps this agent as its follower. Who is the follower no more must look up again. */
  function watch(
    following: Following,
    audit: Audit,
    stays: () => Promise<boolean> = async () => true,
  ): () => Promise<OpenReading | Over | 'left'> {
    let keptAt = 0
    return async () => {
      const found = seenBy(following, await followed.read(following.page), Date.now() - keptAt < watchMs)
      if (typeof found === 'string') await note(following, ENDER[found], audit)
      else if (!found.follower && !(await stays())) return 'left'
      else if (Date.now() - keptAt > watchMs / 3) {
        // False if the page has just ended or changed hands: the next reading says which.
        if (await followed.keep(following.page, following.as)) keptAt = Date.now()
      }
      return found
    }
  }

  async function leave(following: Following, audit: Audit): Promise<void> {
    await followed.leave(following.page, following.as)
    await note(following, 'agent', audit)
  }

  /** Records once in the audit trail that following has ended, by whom and after how long. The first process that notices does it. */
  async function note(
    { page, as, since, reference }: Following,
    by: Ender,
    audit: Audit,
    at = Date.now(),
  ): Promise<void> {
    if (!(await replays.useOnce(`agent-left ${page} ${as} ${since}`, REMEMBERED_SECONDS))) return
    const seconds = Math.round((at - since) / 1000)
    handled(seconds)
    audit('agent_left', undefined, { page, reference, by, seconds })
  }

  /** Called after a page was shown or a stream broke off: if the agent does not come back, the audit trail says so. */
  async function vanished(following: Following, audit: Audit): Promise<void> {
    const at = Date.now()
    await sleep(watchMs + LATER_MS, undefined, { ref: false })
    const found = seenBy(following, await followed.read(following.page))
    if (typeof found === 'string') await note(following, ENDER[found], audit, at)
  }
}

function seenBy({ as }: Following, reading: Reading, keeps = false): OpenReading | Over {
  if (reading.kind === 'ended') return reading.by ?? 'lapsed'
  if (!reading.follower) return keeps ? reading : 'lapsed'
  return reading.follower.agent === as ? reading : 'taken'
}
