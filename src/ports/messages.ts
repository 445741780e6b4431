import type { Channel } from './channel.ts'
import type { Via } from './delivery.ts'
import type { Mode } from './mode.ts'

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** Names the mail: the same one sent twice can be known for one. */
  id?: string | undefined
}

export interface Mailer {
  /** Throws `Undeliverable` when the address is refused for good, `Unavailable` otherwise. */
  send(mail: Mail): Promise<void>
  /** Lets go of connections that wait for the next mail. */
  close(): void
}

export interface Text {
  /** E.164. */
  to: string
  body: string
  /** What the provider is to bring back with each report of the delivery. */
  ticket?: string | undefined
}

export interface SmsSender {
  /** Throws `Undeliverable` when the number is refused for good, `Unavailable` otherwise. */
  send(text: Text): Promise<void>
}

/** Carries words to people: renders in the reading mode and hands over to whoever carries them. */
export interface Courier {
  code(message: {
    channel: Channel
    destination: string
    code: string
    mode: Mode
    /** How it goes to a phone; by SMS where nothing is said. */
    via?: Via | undefined
    ticket?: string | undefined
  }): Promise<void>
  /** "Your account was activated on …; if it was not you, call …" */
  activated(message: {
    channel: Channel
    destination: string
    activatedAt: string
    mode: Mode
    id?: string | undefined
  }): Promise<void>
  /** "We could not confirm your activation: start again, or call …", by e-mail. */
  unfinished(message: { destination: string; mode: Mode; id?: string | undefined }): Promise<void>
}

/** Whether a webhook's signature is the provider's own over this URL and these fields. */
export type WebhookSignature = (
  signature: string | undefined,
  url: string,
  fields: Readonly<Record<string, string>>,
) => boolean
