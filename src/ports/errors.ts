import type { Channel } from './channel.ts'

/** A dependency is down, slow or answers nonsense; it never counts against the member. */
export class Unavailable extends Error {
  readonly service: string
  /** `none`: the dependency certainly did nothing. `unknown`: it may have done it. */
  readonly outcome: 'none' | 'unknown'
  readonly retryAfterSeconds: number

  constructor(
    service: string,
    options: { cause?: unknown; retryAfterSeconds?: number; outcome?: 'none' | 'unknown' } = {},
  ) {
    super(`${service} is unavailable`, { cause: options.cause })
    this.name = 'Unavailable'
    this.service = service
    this.outcome = options.outcome ?? 'unknown'
    this.retryAfterSeconds = options.retryAfterSeconds ?? 60
  }
}

/** For the `catch` of an optional write: ignores `Unavailable`, rethrows everything else. */
export function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof Unavailable)) throw error
}

/** The support reference drawn for a new session is another session's; nothing is stored. */
export class ReferenceTaken extends Unavailable {
  constructor() {
    super('support references', { outcome: 'none' })
  }
}

export class SessionOver extends Error {
  constructor() {
    super('the session is over')
    this.name = 'SessionOver'
  }
}

export class SessionNewer extends Error {
  constructor() {
    super('another request has changed the session')
    this.name = 'SessionNewer'
  }
}

export type NoneTaken = 'undeliverable' | 'unreachable' | 'opted-out'

/** The provider refused this destination: certainly nothing was sent. */
export class Undeliverable extends Error {
  readonly channel: Channel
  readonly why: NoneTaken

  constructor(channel: Channel, options: { cause?: unknown; why?: NoneTaken } = {}) {
    super(`The ${channel} provider refuses this destination`, { cause: options.cause })
    this.name = 'Undeliverable'
    this.channel = channel
    this.why = options.why ?? 'undeliverable'
  }
}
