import { randomBytes } from 'node:crypto'
import type { AssistanceLimits } from '../../config/limits/assistance.ts'
import { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { happeningsIn, MOST_HAPPENINGS, textOfHappening, textOfView } from '../../domain/live-record.ts'
import type {
  Closer,
  CodeLedger,
  Followed,
  Follower,
  Happening,
  SharedPage,
  Showing,
  Shown,
} from '../../ports/index.ts'
import { referenceKey } from '../sessions/session-keys.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'
import { createListeners } from './listeners.ts'

interface Page {
  flow: string
  view: string
  trail: string[]
}

const ENDED_SECONDS = 120

export interface MemoryLivePages {
  shared: SharedPage
  followed: Followed
  ring(flow: string): void
}

/** Both sides of the pages that are open in this process, with the rules of the Redis scripts. */
export function memoryLivePages(
  codes: Pick<CodeLedger, 'state'>,
  references: ExpiringMap<string>,
  { watchSeconds }: Pick<AssistanceLimits, 'watchSeconds'>,
  now?: Clock,
): MemoryLivePages {
  const pages = new ExpiringMap<Page>(now)
  const watches = new ExpiringMap<Follower>(now)
  const ended = new ExpiringMap<Closer>(now)
  const listeners = createListeners()
  const hash = new KeyedHash([randomBytes(32)], 'page')

  return { shared: shared(), followed: followed(), ring: flow => ring(hash.of(flow)) }

  function shared(): SharedPage {
    return {
      async open(flow, _reference, shown) {
        const name = hash.of(flow)
        const trail = pages.get(name)?.trail
        const page = { flow, view: textOfView(shown.view), trail: trail ?? [] }
        if (!trail) watches.delete(name)
        ended.delete(name)
        return show(name, page, shown)
      },
      async show(flow, shown) {
        const view = textOfView(shown.view)
        const page = pages.get(hash.of(flow))
        return page ? show(hash.of(flow), { ...page, view }, shown) : { kind: 'closed' }
      },
      async tell(flow, happenings) {
        const page = pages.get(hash.of(flow))
        if (page) tell(hash.of(flow), page, happenings)
      },
      async close(flow, by) {
        const name = hash.of(flow)
        if (!pages.get(name)) return
        pages.delete(name)
        watches.delete(name)
        ended.set(name, by, ENDED_SECONDS)
        ring(name)
      },
    }
  }

  function followed(): Followed {
    return {
      async find(reference) {
        const flow = references.get(referenceKey(reference))
        return flow !== undefined && pages.get(hash.of(flow)) ? hash.of(flow) : undefined
      },
      async attend(name, agent) {
        if (!pages.get(name)) return { kind: 'gone' }
        const before = watches.get(name)?.agent
        const { since } = follow(name, agent)
        ring(name)
        return { kind: 'attending', since, ...(before && before !== agent && { instead: before }) }
      },
      async keep(name, agent) {
        if (!pages.get(name) || (watches.get(name)?.agent ?? agent) !== agent) return false
        follow(name, agent)
        return true
      },
      async leave(name, agent) {
        if (watches.get(name)?.agent !== agent) return
        watches.delete(name)
        ring(name)
      },
      async read(name) {
        const page = pages.get(name)
        const by = ended.get(name)
        if (!page) return { kind: 'ended', ...(by && { by }) }
        const { flow, view, trail } = page
        const follower = watches.get(name)
        const states = [codes.state({ flow, channel: 'email' }), codes.state({ flow, channel: 'sms' })] as const
        const [email, sms] = await Promise.all(states)
        const happenings = happeningsIn(trail)
        return {
          kind: 'open',
          view: JSON.parse(view),
          happenings,
          codes: { email, sms },
          ...(follower && { follower }),
        }
      },
      listen: listeners.listen,
      hears: () => true,
    }
  }

  function show(name: string, page: Page, { happenings, seconds }: Shown): Showing {
    pages.set(name, page, seconds)
    tell(name, page, happenings)
    const follower = watches.get(name)
    return { kind: 'open', ...(follower && { followedSince: follower.since }) }
  }

  function tell(name: string, page: Page, happenings: readonly Happening[]): void {
    page.trail = [...page.trail, ...happenings.map(textOfHappening)].slice(-MOST_HAPPENINGS)
    ring(name)
  }

  function follow(name: string, agent: string): Follower {
    const before = watches.get(name)
    const follower = before?.agent === agent ? before : { agent, since: Date.now() }
    watches.set(name, follower, watchSeconds)
    return follower
  }

  /** Later, as a message would come. */
  function ring(name: string): void {
    for (const changed of listeners.of(name)) setImmediate(changed)
  }
}
