import nodemailer from 'nodemailer'
import { isLoopback } from '../config/environment.ts'
import { type Mailer, Unavailable, Undeliverable } from '../ports.ts'
import { safeCause } from './cause.ts'

const TOTAL_MS = 20_000

export interface SmtpOptions {
  url: string
  from: string
  senderName: string
  /** The wizard itself is on a loopback address: mail may go without TLS to any host. */
  trial?: boolean
}

/** Sends mail over SMTP from `senderName <from>`; `from` is the envelope sender too. Time limits are REL-D4's. */
export function smtpMailer(options: SmtpOptions): Mailer {
  const transport = nodemailer.createTransport({
    url: options.url,
    pool: true,
    maxConnections: 3,
    // A connection lost after DATA may have delivered: sending again is for the caller to decide.
    maxRequeues: 0,
    requireTLS: !options.trial && needsStartTls(new URL(options.url)),
    dnsTimeout: 3000,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, html }) {
      try {
        await transport.sendMail({
          from: { name: options.senderName, address: options.from },
          // An object is one address, whatever is in it; a string, in an envelope too, is read as a list (W-18).
          to: { name: '', address: to },
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(TOTAL_MS),
        })
      } catch (error) {
        const cause = safeCause(error)
        throw recipientRefused(error) ? new Undeliverable('email', { cause }) : new Unavailable('smtp', { cause })
      }
    },

    close: () => transport.close(),
  }
}

function needsStartTls({ protocol, hostname }: URL): boolean {
  return protocol === 'smtp:' && !isLoopback(hostname)
}

function recipientRefused(error: unknown): boolean {
  const { command, responseCode } = Object(error) as { command?: unknown; responseCode?: unknown }
  return command === 'RCPT TO' && Number(responseCode) >= 500
}
