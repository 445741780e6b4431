export type SmtpFault = 'address' | 'account' | 'sender' | 'theirs'

/** The server's reply: the command, its code, and its enhanced status (RFC 3463) if it has one. */
export interface SmtpReply {
  command: string
  code: number
  status: string
}

interface Row {
  command?: RegExp
  code?: RegExp
  status?: RegExp
  fault: SmtpFault
  means: string
}

/** The first matching row decides. No row means that the mail was accepted. */
export const SMTP_REPLIES: readonly Row[] = [
  { code: /^[234]/, fault: 'theirs', means: 'not now: going away, busy, greylisted, over quota' },
  { code: /^(530|534|535|538)$/, fault: 'account', means: 'log in first, or otherwise; wrong credentials' },
  { command: /^AUTH/, fault: 'account', means: 'login refused' },
  { command: /^(CONN|EHLO|HELO|STARTTLS|API)/, fault: 'sender', means: 'our host is not welcome' },
  { command: /^MAIL/, fault: 'sender', means: 'our address may not send' },
  { status: /^5\.1\.[78]$/, fault: 'sender', means: 'our address is not valid' },
  { status: /^5\.[12]\.\d+$/, fault: 'address', means: 'no such mailbox or domain; mailbox full or closed' },
  { status: /^5\.4\.[46]$/, fault: 'address', means: 'its domain cannot be reached' },
  { status: /^5\./, fault: 'sender', means: 'against a policy: relaying, SPF, spam, too big' },
  { code: /^(521|556)$/, command: /^RCPT/, fault: 'address', means: 'its domain takes no mail' },
  { code: /^(50[01]|555)$/, command: /^RCPT/, fault: 'address', means: 'not an address by its rules' },
  { code: /^55[0-3]$/, command: /^RCPT/, fault: 'address', means: 'mailbox not there, not allowed, or full' },
  { fault: 'sender', means: 'the mail itself is refused' },
]

export function smtpFault({ command, code, status }: SmtpReply): SmtpFault {
  const row = SMTP_REPLIES.find(
    row =>
      (row.command?.test(command) ?? true) &&
      (row.code?.test(String(code)) ?? true) &&
      (row.status?.test(status) ?? true),
  )
  return code === 0 ? 'theirs' : row!.fault
}

/** The reply without its text, which may name people. */
export function smtpReply(error: unknown): SmtpReply {
  const { command, responseCode, response } = Object(error) as Record<string, unknown>
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?!\S)/.exec(String(response ?? ''))
  return {
    command: typeof command === 'string' ? command : '',
    code: typeof responseCode === 'number' ? responseCode : 0,
    status: enhanced?.[1] ?? '',
  }
}
