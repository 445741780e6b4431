import type { AddressInfo } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { arrivals } from './arrivals.ts'
import type { Place } from './listen.ts'

export interface ReceivedMail {
  at: Date
  to: string
  from: string
  subject: string
  text: string
  html: string
  headers: ReadonlyMap<string, unknown>
  envelope: { from: string; to: string[] }
  secure: boolean
}

/** The reply to RCPT, silence (at RCPT or after DATA), or a mail refused for good or for now. */
export type Treatment = 421 | 451 | 550 | 'hang' | 'hang-after-data' | 'refuse-mail' | 'defer-mail' | Refusal

export interface Refusal {
  at: 'CONN' | 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA'
  reply: `${number} ${string}`
}

interface SmtpOptions extends Place {
  refusal?: ((at: Refusal['at']) => Refusal | undefined) | undefined
  /** Senders must log in; any name and password are accepted. */
  login?: boolean | undefined
  /** TLS by STARTTLS, or from the first byte; without it neither is offered. */
  tls?: { key: Buffer; cert: Buffer; implicit?: boolean; maxVersion?: 'TLSv1.1' } | undefined
}

/** A real SMTP server that keeps and parses every mail. */
export async function startSmtpServer({ port = 0, host = '127.0.0.1', refusal, login, tls }: SmtpOptions = {}) {
  const mails = arrivals<ReceivedMail>()
  const treatments = new Map<string, (Treatment | undefined)[]>()
  const underWay = new Map<string, Treatment | undefined>()
  const server = new SMTPServer({
    authOptional: !login,
    allowInsecureAuth: !tls,
    disabledCommands: [...(login ? [] : ['AUTH']), ...(tls ? [] : ['STARTTLS'])],
    ...(tls && { ...tls, secure: tls.implicit === true }),
    onConnect: (_session, done) => done(refused(refusal?.('CONN'), 'CONN')),
    onAuth({ username }, _session, done) {
      const no = refused(refusal?.('AUTH'), 'AUTH')
      done(no, no ? undefined : { user: username ?? '' })
    },
    onMailFrom: (_address, _session, done) => done(refused(refusal?.('MAIL FROM'), 'MAIL FROM')),
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      const treatment = treatments.get(address)?.shift()
      underWay.set(address, treatment)
      if (treatment === 'hang') return
      if (typeof treatment === 'object') return done(refused(treatment, 'RCPT TO'))
      if (typeof treatment !== 'number') return done()
      done(Object.assign(new Error(`not for ${address}`), { responseCode: treatment }))
    },
    async onData(stream, { envelope, secure }, done) {
      const source = await readAll(stream).catch(() => undefined)
      if (source === undefined) return
      const to = envelope.rcptTo.map(({ address }) => address)
      const treated = to.map(address => underWay.get(address))
      const responseCode = treated.includes('refuse-mail') ? 554 : treated.includes('defer-mail') ? 451 : undefined
      if (responseCode) return done(Object.assign(new Error('not this mail'), { responseCode }))
      const no = refused(
        treated.find(treatment => typeof treatment === 'object'),
        'DATA',
      )
      if (no) return done(no)
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      mails.add(await parsed(source, { from, to }, secure))
      if (!treated.includes('hang-after-data')) done()
    },
  })
  // A client that disconnects must not end the stand-in.
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(port, host, resolve))
  return {
    url: `${tls?.implicit ? 'smtps' : 'smtp'}://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    treat: (address: string, treatment: Treatment | undefined, times = 100) =>
      void treatments.set(
        address,
        Array.from({ length: times }, () => treatment),
      ),
    next: (address: string, withinMs?: number) => mails.next(({ envelope }) => envelope.to.includes(address), withinMs),
    close: () => new Promise<void>(resolve => server.close(resolve)),
  }
}

function refused(refusal: Refusal | undefined, at: Refusal['at']): Error | undefined {
  if (refusal?.at !== at) return undefined
  const [code, ...words] = refusal.reply.split(' ')
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) })
}

async function parsed(source: string, envelope: ReceivedMail['envelope'], secure: boolean): Promise<ReceivedMail> {
  const mail = await simpleParser(source)
  return {
    at: new Date(),
    to: envelope.to.join(', '),
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: mail.headers,
    envelope,
    secure,
  }
}
