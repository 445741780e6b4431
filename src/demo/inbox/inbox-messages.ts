import type { ReceivedMail } from '../smtp-server.ts'
import type { ReceivedCall, ReceivedText } from '../twilio/twilio-api.ts'

const WHATSAPP = 'whatsapp:'

export interface InboxMessage {
  channel: 'email' | 'sms' | 'whatsapp' | 'voice'
  at: string
  to: string
  subject?: string
  text: string
  html?: string
  code?: string
}

export function listMessages(
  mails: readonly ReceivedMail[],
  texts: readonly ReceivedText[],
  calls: readonly ReceivedCall[],
): InboxMessage[] {
  const all: InboxMessage[] = [
    ...mails.map(({ at, to, subject, text, html }) => ({ ...common('email', at, to, text), subject, html })),
    ...texts.map(({ at, to, body }) => common(to.startsWith(WHATSAPP) ? 'whatsapp' : 'sms', at, to, body)),
    ...calls.map(({ at, to, body }) => common('voice', at, to, body)),
  ]
  return all.sort((a, b) => b.at.localeCompare(a.at))
}

function common(channel: InboxMessage['channel'], at: Date, to: string, text: string): InboxMessage {
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0]
  return { channel, at: at.toISOString(), to: to.replace(WHATSAPP, ''), text, ...(code && { code }) }
}
