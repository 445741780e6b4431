import { withFirstUse } from '../../domain/first-use.ts'

const base64 = withFirstUse<typeof import('nodemailer/lib/base64')>('nodemailer/lib/base64')
const mimeNode = withFirstUse<typeof import('nodemailer/lib/mime-node')>('nodemailer/lib/mime-node')
const qp = withFirstUse<typeof import('nodemailer/lib/qp')>('nodemailer/lib/qp')

interface Mail {
  from: { name: string; address: string }
  /** One address. */
  to: string
  subject: string
  text: string
  html: string
  messageId?: string | undefined
}

/** Writes a mail as text and HTML for nodemailer to send, byte by byte as nodemailer does. Its own parts choose, fold and encode; what
 * is left out are the streams that it puts them together by, which cost more than all the rest. */
export function compose({ from, to, subject, text, html, messageId }: Mail) {
  const mail = new (mimeNode().default)('multipart/alternative')
  // An object is one address; nodemailer reads a string as a list, in an envelope too (W-18).
  const one = { name: '', address: to }
  const named = { from, to: one, subject, ...(messageId && { 'message-id': messageId }) }
  mail.setHeader({ 'auto-submitted': 'auto-generated', ...named } as never)
  const parts = Object.entries({ 'text/plain': text, 'text/html': html }).map(([type, content]) => {
    const part = mail.createChild(`${type}; charset=utf-8`).setContent(content)
    return `${part.buildHeaders()}\r\n\r\n${encoded(content, part.getTransferEncoding())}`
  })
  const [head, boundary] = [mail.buildHeaders(), mail.boundary]
  const body = parts.map(part => `--${boundary}\r\n${part}\r\n`).join('')
  return { envelope: { from, to: one }, raw: `${head}\r\n\r\n${body}--${boundary}--\r\n` }
}

function encoded(text: string, encoding: string | false): string {
  if (encoding === 'base64') return base64().wrap(base64().encode(text))
  return encoding === 'quoted-printable' ? qp().wrap(qp().encode(text)) : text
}
