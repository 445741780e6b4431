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
}

/**
 * How an address is treated: refused at RCPT with this code, or left waiting there or after DATA, or its mail refused, for
 * good or for now.
 */
export type Treatment = 421 | 451 | 550 | 'hang' | 'hang-after-data' | 'refuse-mail' | 'defer-mail' | Refusal

/** What a command is answered with: `554 5.7.1 Relay access denied`. */
export interface Refusal {
  at: 'CONN' | 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA'
  reply: `${number} ${string}`
}

interface SmtpOptions extends Place {
  /** Asked before anyone is known: of whoever connects, logs in or names a sender. */
  refusal?: (() => Refusal | undefined) | undefined
  /** Who sends must log in; any name and password do. */
  login?: boolean | undefined
}

/** A real SMTP server that keeps and parses every mail. */
export async function startSmtpServer({ port = 0, host = '127.0.0.1', refusal, login }: SmtpOptions = {}) {
  const mails = arrivals<ReceivedMail>()
  const treatments = new Map<string, (Treatment | undefined)[]>()
  const underWay = new Map<string, Treatment | undefined>()
  const server = new SMTPServer({
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    onConnect: (_session, done) => done(refused(refusal?.(), 'CONN')),
    onAuth({ username }, _session, done) {
      const no = refused(refusal?.(), 'AUTH')
      done(no, no ? undefined : { user: username ?? '' })
    },
    onMailFrom: (_address, _session, done) => done(refused(refusal?.(), 'MAIL FROM')),
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
    async onData(stream, { envelope }, done) {
      const source = await readAll(stream).catch(() => undefined)
      // The client has gone in the middle: nobody is there to be answered.
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
      mails.add(await parsed(source, { from, to }))
      if (!treated.includes('hang-after-data')) done()
    },
  })
  // A client that breaks off is no reason to end the stand-in.
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(port, host, resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    /** Treats the next `times` mails to an address so. */
    treat: (address: string, treatment: Treatment | undefined, times = 100) =>
      void treatments.set(
        address,
        Array.from({ length: times }, () => treatment),
      ),
    next: (address: string, withinMs?: number) => mails.next(({ envelope }) => envelope.to.includes(address), withinMs),
    close: () => new Promise<void>(resolve => server.close(resolve)),
  }
}

/** The error that makes the server answer so, if it is at this command that it refuses. */
function refused(refusal: Refusal | undefined, at: Refusal['at']): Error | undefined {
  if (refusal?.at !== at) return undefined
  const [code, ...words] = refusal.reply.split(' ')
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) })
}

async function parsed(source: string, envelope: ReceivedMail['envelope']): Promise<ReceivedMail> {
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
  }
}
