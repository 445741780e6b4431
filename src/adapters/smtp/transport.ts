import { isLoopback } from '../../config/loopback.ts'
import { withFirstUse } from '../../domain/first-use.ts'

const nodemailer = withFirstUse<typeof import('nodemailer')>('nodemailer')

export interface SmtpServer {
  url: string
  /** The wizard has a loopback address: mail may go without TLS. */
  trial?: boolean
  /** After so long without a byte the connection ends. */
  silenceMs: number
}

/** Connects to the mail server with the wizard's rules for TLS and its time limits. */
export function smtpTransport({ url, trial, silenceMs }: SmtpServer) {
  return nodemailer().createTransport({
    url,
    pool: true,
    maxConnections: 3,
    // A connection lost after DATA may have delivered: only the caller may send again.
    maxRequeues: 0,
    requireTLS: !trial && needsStartTls(new URL(url)),
    dnsTimeout: 3000,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function needsStartTls({ protocol, hostname }: URL): boolean {
  return protocol === 'smtp:' && !isLoopback(hostname)
}
