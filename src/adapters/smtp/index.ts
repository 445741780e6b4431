import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DependencyLimits } from '../../config/limits/dependencies.ts'
import { type Mailer, Unavailable, Undeliverable } from '../../ports/index.ts'
import { NotCalled } from '../breaker/not-called.ts'
import { type CallOutcome, type DependencyWatch, observed } from '../breaker/observed.ts'
import { loggableError } from '../http.ts'
import { compose } from './compose.ts'
import { createSmtpFaults } from './faults.ts'
import { type SmtpFault, smtpFault, smtpReply } from './replies.ts'
import { type SmtpServer, smtpTransport } from './transport.ts'

const REPEAT_AFTER_MS = 1000
const SOON_MS = 2000

export interface SmtpOptions extends Omit<SmtpServer, 'silenceMs'> {
  from: string
  senderName: string
  limits: DependencyLimits['smtp']
  watch?: DependencyWatch | undefined
  alarm?: ((name: string, on: boolean) => void) | undefined
}

/** A quick failure is retried once if the server certainly accepted nothing. Time limits: REL-D4. */
export function smtpMailer({ limits, watch, alarm, ...options }: SmtpOptions): Mailer {
  const faults = createSmtpFaults(limits.pauseMs, (name, on) => alarm?.(name, on))
  const bodies = new WeakMap<AbortSignal, Readable>()
  let transport: ReturnType<typeof open> | undefined

  return {
    async send({ to, subject, text, html, id }) {
      try {
        faults.enter()
      } catch (error) {
        throw meaning(error)
      }
      const signal = AbortSignal.timeout(limits.mailMs)
      const startedAt = performance.now()
      const from = { name: options.senderName, address: options.from }
      const messageId = id && `<${id}@${options.from.split('@')[1]}>`
      let written: ReturnType<typeof compose> | undefined
      const sendOnce = async () => {
        transport ??= open()
        written ??= compose({ from, to, subject, text, html, messageId })
        return transport.sendMail({ ...written, signal })
      }
      const attempt = () => {
        bodies.delete(signal)
        return observed({ name: 'smtp', watch }, sendOnce, outcomeOf)
      }
      let { result } = await attempt()
      if (
        result.status === 'rejected' &&
        performance.now() - startedAt < SOON_MS &&
        mayGoLater(result.reason, signal)
      ) {
        await sleep(REPEAT_AFTER_MS)
        result = (await attempt()).result
      }
      if (result.status === 'fulfilled') return faults.succeeded()
      const reply = smtpReply(result.reason)
      const fault = smtpFault(reply)
      const said = [reply.command, reply.code, reply.status].join(' ').trim()
      faults.failed(fault, to, said)
      watch?.refused?.('smtp', fault, said)
      throw meaning(result.reason, fault, signal)
    },

    close: () => transport?.close(),
  }

  function open() {
    const opened = smtpTransport({ ...options, silenceMs: limits.silenceMs })
    opened.use('stream', ({ data, message }, done) => {
      const createReadStream = message.createReadStream.bind(message)
      message.createReadStream = () => {
        const body = createReadStream()
        bodies.set(data.signal!, body)
        return body
      }
      done()
    })
    return opened
  }

  function mayGoLater(error: unknown, signal: AbortSignal): boolean {
    return !handedOver(error, signal) && (loggableError(error).status ?? 0) < 500
  }

  function meaning(error: unknown, fault?: SmtpFault, signal?: AbortSignal): Error {
    const cause = loggableError(error)
    if (fault === 'address') return new Undeliverable('email', { cause })
    if (error instanceof NotCalled || fault === 'account' || fault === 'sender')
      return new Unavailable('smtp-paused', { cause, outcome: 'none' })
    return new Unavailable('smtp', { cause, outcome: signal && handedOver(error, signal) ? 'unknown' : 'none' })
  }

  /** Whether the server asked for the body, which follows DATA, and sent no refusal. */
  function handedOver(error: unknown, signal: AbortSignal): boolean {
    return loggableError(error).status === undefined && bodies.get(signal)?.readableDidRead === true
  }
}

/** 421 means the server is closing; any other reply is about this mail. */
function outcomeOf(result: PromiseSettledResult<unknown>): CallOutcome {
  if (result.status === 'fulfilled') return 'ok'
  const { status } = loggableError(result.reason)
  return status === undefined || status === 421 ? 'failed' : 'refused'
}
