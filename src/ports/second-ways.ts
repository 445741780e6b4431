import type { Official } from './language.ts'

export interface Saying {
  language: Official
  text: string
  digits?: string
}

export interface VoiceCaller {
  /** `to` is E.164; `digits` are read one by one. Throws as `SmsSender.send` does. */
  call(call: { to: string; says: readonly Saying[]; ticket?: string | undefined }): Promise<void>
}

export interface WhatsApp {
  /** In the template approved for the language. Throws as `SmsSender.send` does. */
  send(message: { to: string; code: string; language: Official; ticket?: string | undefined }): Promise<void>
}
