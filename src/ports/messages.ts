import type { Channel, Mode } from './language.ts'

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
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
}

export interface Texter {
  /** Throws `Undeliverable` when the number is refused for good, `Unavailable` otherwise. */
  send(text: Text): Promise<void>
}

/** Carries words to people: renders in the reading mode and hands over to `Mailer` or `Texter`. */
export interface Courier {
  code(message: { channel: Channel; destination: string; code: string; mode: Mode }): Promise<void>
  /** "Your account was activated on …; if it was not you, call …" */
  activated(message: { channel: Channel; destination: string; activatedAt: string; mode: Mode }): Promise<void>
}

/** Whether a webhook's signature is the provider's own over this URL and these fields. */
export type WebhookSignature = (
  signature: string | undefined,
  url: string,
  fields: Readonly<Record<string, string>>,
) => boolean
