import type { SmsGatewayFile } from '../../../config/sms-gateway/file.ts'
import { gsm7Length } from '../../../domain/codes/sms-segment.ts'
import type { SmsSender } from '../../../ports/index.ts'
import { createHttpClient, loggableError } from '../../http.ts'
import { type CarrierOptions, createCallCarrier, type Judgement } from '../call.ts'
import { type CallbackOptions, callbackUrl } from '../callback.ts'
import { judgeAnswer } from './answer.ts'
import type { Values } from './filled.ts'
import { requestFor } from './request.ts'

export interface HttpSmsOptions extends Omit<CarrierOptions, 'name' | 'judge'>, CallbackOptions {
  gateway: SmsGatewayFile
  secret?: string | undefined
  /** The gateway must not deliver a code after it has expired (OTP-16). */
  validitySeconds: number
}

/** SMS through a gateway that its file describes, with the retries, breaker and pauses of Twilio (REL-D5, REL-D6). */
export function httpSms({
  gateway,
  secret,
  validitySeconds,
  limits,
  watch,
  alarm,
  ...site
}: HttpSmsOptions): SmsSender {
  const call = createCallCarrier({ name: 'sms-gateway', limits, judge, watch, alarm })
  const http = createHttpClient()
  const reports = callbackUrl(site, 'sms')
  const fixed = { secret, validitySeconds, validityMinutes: Math.max(1, Math.floor(validitySeconds / 60)) }
  return {
    async send({ to, body, ticket }) {
      const values: Values = {
        ...fixed,
        to,
        toDigits: to.replace(/^\+/, ''),
        text: body,
        charset: gsm7Length(body) === undefined ? gateway.charset?.unicode : gateway.charset?.gsm,
        callback: ticket && reports(ticket),
      }
      await call('sms', to, async signal => {
        const { status, data } = await http.request({ ...requestFor(gateway, values), signal })
        const judgement = judgeAnswer(gateway.answers, status, data)
        if (judgement) throw new Refused(judgement, status)
      })
    },
  }
}

class Refused extends Error {
  readonly judgement: Judgement
  readonly status: number
  readonly code: string | number | undefined

  constructor(judgement: Judgement, status: number) {
    super('the SMS gateway refused a message')
    this.name = 'Refused'
    this.judgement = judgement
    this.status = status
    this.code = judgement.code
  }
}

/** Without an answer nothing is known of the message. */
function judge(error: unknown): Judgement {
  if (error instanceof Refused) return error.judgement
  return { fault: 'theirs', code: loggableError(error).code, refused: false }
}
