import { setTimeout as sleep } from 'node:timers/promises'
import type { ENDERS, Facts } from '../../observability/audit.ts'
import type { ReplayGuard } from '../../ports/index.ts'
import type { Closer, Followed, OpenReading, Reading } from '../../ports/live-page.ts'

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

const KEEP_MS = 20_000
/** After so long without a sign of life the record of a follower has lapsed. */
const LAPSED_MS = 70_000
const REMEMBERED_SECONDS = 7200
const ENDER: Record<Over, Ender> = { member: 'member', session: 'session', lapsed: 'clock', taken: 'other-agent' }

export type Pages = ReturnType<typeof createFollowing>

/** What an agent does with the page that they follow; `handled` counts how long. Methods throw `Unavailable`. */
export function createFollowing(followed: Followed, replays: ReplayGuard, handled: (seconds: number) => void) {
  return { watch, leave, vanished }

  /** Returns a function that reads the page; it says when the page is over, and keeps this agent its follower. */
  function watch(following: Following, audit: Audit): () => Promise<OpenReading | Over> {
    let keptAt = 0
    return async () => {
      const found = seenBy(following, await followed.read(following.page))
      if (typeof found === 'string') await note(following, ENDER[found], audit)
      else if (Date.now() - keptAt > KEEP_MS) {
        // False if that has just changed: the next reading says how.
        if (await followed.keep(following.page, following.as)) keptAt = Date.now()
      }
      return found
    }
  }

  async function leave(following: Following, audit: Audit): Promise<void> {
    await followed.leave(following.page, following.as)
    await note(following, 'agent', audit)
  }

  /** Writes once into the trail that it has ended, by whom and after how long; whoever notices it first. */
  async function note({ page, as, since, reference }: Following, by: Ender, audit: Audit): Promise<void> {
    if (!(await replays.useOnce(`agent-left ${page} ${as} ${since}`, REMEMBERED_SECONDS))) return
    const seconds = Math.round((Date.now() - since) / 1000)
    handled(seconds)
    audit('agent_left', undefined, { page, reference, by, seconds })
  }

  /** For a stream that broke off: the trail says so too, unless the agent is back by then. */
  async function vanished(following: Following, audit: Audit): Promise<void> {
    await sleep(LAPSED_MS, undefined, { ref: false })
    const found = seenBy(following, await followed.read(following.page))
    if (typeof found === 'string') return note(following, ENDER[found], audit)
    if (!found.follower) await note(following, 'clock', audit)
  }
}

function seenBy({ as }: Following, reading: Reading): OpenReading | Over {
  if (reading.kind === 'ended') return reading.by ?? 'lapsed'
  return reading.follower && reading.follower.agent !== as ? 'taken' : reading
}
