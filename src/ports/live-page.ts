import type { Channel } from './channel.ts'
import type { CodeState } from './code-ledger.ts'

/** What happened on a member's page, in closed words (`domain/live-view.ts`). */
export interface Happening {
  /** Milliseconds since 1970. */
  at: number
  event: string
  reason?: string
  page?: string
}

/** What a request shows. The adapter seals the view; the happenings hold nothing that is secret. */
export interface Shown {
  view: object
  happenings: readonly Happening[]
  /** How long it may be seen without another request: the window, or what is left of the session. */
  seconds: number
  /** When it is shown, in milliseconds since 1970. */
  at: number
}

/** `closed`: the member has closed it, or it lapsed. `followedSince`: milliseconds since 1970, if an agent follows. */
export type Showing = { kind: 'open'; followedSince?: number } | { kind: 'closed' }

/** The member's side of a page that they opened to an agent. Every method is one script (REL-R4). Throws `Unavailable`. */
export interface SharedPage {
  /** Throws `ViewTooLarge`. */
  open(flow: string, reference: string, shown: Shown): Promise<Showing>
  /** Replaces what is seen, and tells the follower. Throws `ViewTooLarge`. */
  show(flow: string, shown: Shown): Promise<Showing>
  tell(flow: string, happenings: readonly Happening[]): Promise<void>
  /** From this moment nobody sees anything, who follows already included. */
  close(flow: string, by: Closer): Promise<void>
}

export type Closer = 'member' | 'session'

/** A view over 4 KB is a fault of ours; nothing is stored. */
export class ViewTooLarge extends Error {
  constructor() {
    super('the live view is too large')
    this.name = 'ViewTooLarge'
  }
}

/** An agent who follows. `agent` is a name or a hash of it, as the caller gave it. */
export interface Follower {
  agent: string
  /** Milliseconds since 1970. */
  since: number
}

export interface OpenReading {
  kind: 'open'
  /** As it was shown; not yet checked. */
  view: unknown
  happenings: readonly Happening[]
  codes: Record<Channel, CodeState>
  follower?: Follower
}

/** Without `by` it lapsed: its window or its session is over. */
export type Reading = OpenReading | { kind: 'ended'; by?: Closer }

/** The agent's side. `page` names an opened page; neither flow, session nor member can be found from it. Throws `Unavailable`. */
export interface Followed {
  /** Undefined if the reference is unknown or nobody has opened its page. */
  find(reference: string): Promise<string | undefined>
  /** Makes this agent the only follower. Returns the agent whom they replace; `gone` if the page is no longer open. */
  attend(
    page: string,
    agent: string,
  ): Promise<{ kind: 'attending'; since: number; instead?: string } | { kind: 'gone' }>
  /** Prolongs following; false if another agent follows, or the page is no longer open. */
  keep(page: string, agent: string): Promise<boolean>
  /** Does nothing if another agent follows. */
  leave(page: string, agent: string): Promise<void>
  read(page: string): Promise<Reading>
  /** Calls `changed` when something may have changed. Returns what ends that. */
  listen(page: string, changed: () => void): () => void
  /** Whether changes are heard now; if not, the record must be read more often. */
  hears(): boolean
}
