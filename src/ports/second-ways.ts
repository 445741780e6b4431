import type { Official } from './language.ts'

/** One sentence of a call; its `digits` are read slowly, one by one. */
export interface Saying {
  language: Official
  text: string
  digits?: string
}

export interface VoiceCaller {
  /**
   * Calls a number (E.164) and reads the sentences; `ticket` returns with each report. Throws `Undeliverable` if the number
   * is refused for good, `Unavailable` otherwise.
   */
  call(call: { to: string; says: readonly Saying[]; ticket?: string | undefined }): Promise<void>
}

export interface WhatsApp {
  /** Sends a code in the approved template of a language. Throws as `VoiceCaller.call` does. */
  send(message: { to: string; code: string; language: Official; ticket?: string | undefined }): Promise<void>
}
