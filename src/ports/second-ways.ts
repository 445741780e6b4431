import type { Official } from './language.ts'

/** One sentence of a call; `digits` follow it one by one, slowly. */
export interface Saying {
  language: Official
  text: string
  digits?: string
}

export interface VoiceCaller {
  /**
   * Rings a number (E.164) and says it; `ticket` comes back with each report. Throws `Undeliverable` when the number is
   * refused for good, `Unavailable` otherwise.
   */
  call(call: { to: string; says: readonly Saying[]; ticket?: string | undefined }): Promise<void>
}

export interface WhatsApp {
  /** Sends a code in the approved template of a language, the only words that WhatsApp takes. Takes and throws as a call does. */
  send(message: { to: string; code: string; language: Official; ticket?: string | undefined }): Promise<void>
}
