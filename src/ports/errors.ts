import type { Channel } from './channel.ts'

/** Something behind us is down, slow or talking nonsense; nothing of it counts against the member. */
export class Unavailable extends Error {
  readonly service: string
  /** `none`: certainly nothing was done there, it may be asked again. `unknown`: it may have been done all the same. */
  readonly outcome: 'none' | 'unknown'
  /** How long to tell the member to wait. */
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

/** The session that was to be saved has been ended meanwhile, by the member or by another request. */
export class SessionOver extends Error {
  constructor() {
    super('the session is over')
    this.name = 'SessionOver'
  }
}

/** The session that was to be saved is still there, but as another request has saved it meanwhile. */
export class SessionNewer extends Error {
  constructor() {
    super('another request has changed the session')
    this.name = 'SessionNewer'
  }
}

/**
 * Why a provider takes nothing for a destination: nobody gets anything there; it cannot be reached just now; or whoever has it
 * wants nothing from us.
 */
export type NoneTaken = 'undeliverable' | 'unreachable' | 'opted-out'

/** The provider refused this address or number, whoever asks: certainly nothing was sent. */
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
