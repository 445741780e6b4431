import type { Channel } from './channel.ts'
import type { Via } from './delivery.ts'
import type { Mode } from './language.ts'

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** Becomes the message id, so that a mail sent twice can be recognised. */
  id?: string | undefined
}

export interface Mailer {
  /** Throws `Undeliverable` if the address is refused for good, `Unavailable` otherwise. */
  send(mail: Mail): Promise<void>
  close(): void
}

export interface Text {
  /** E.164. */
  to: string
  body: string
  /** The provider returns it with each delivery report. */
  ticket?: string | undefined
}

export interface SmsSender {
  /** Throws as `Mailer.send` does. */
  send(text: Text): Promise<void>
}

export interface Courier {
  code(message: {
    channel: Channel
    destination: string
    code: string
    mode: Mode
    via?: Via | undefined
    ticket?: string | undefined
  }): Promise<void>
  activated(message: {
    channel: Channel
    destination: string
    activatedAt: string
    mode: Mode
    id?: string | undefined
  }): Promise<void>
  unfinished(message: { destination: string; mode: Mode; id?: string | undefined }): Promise<void>
}

export type WebhookSignature = (
  signature: string | undefined,
  url: string,
  fields: Readonly<Record<string, string>>,
) => boolean
