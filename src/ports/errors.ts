import type { Channel } from './language.ts'

/** Something behind us is down, slow or talking nonsense. Nothing is known of the outcome; nothing counts against the member. */
export class Unavailable extends Error {
  readonly service: string
  /** How long to tell the member to wait. */
  readonly retryAfterSeconds: number

  constructor(service: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(`${service} is unavailable`, { cause: options.cause })
    this.name = 'Unavailable'
    this.service = service
    this.retryAfterSeconds = options.retryAfterSeconds ?? 60
  }
}

/** The provider refused this address or number for good: certainly nothing was sent. */
export class Undeliverable extends Error {
  readonly channel: Channel

  constructor(channel: Channel, options: { cause?: unknown } = {}) {
    super(`The ${channel} provider refuses this destination`, { cause: options.cause })
    this.name = 'Undeliverable'
    this.channel = channel
  }
}
