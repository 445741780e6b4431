import type { Twilio } from 'twilio'
import type { Via } from '../../ports/index.ts'
import { type CarrierOptions, createCallCarrier, type Judgement } from '../carrier/call.ts'
import { refuses } from '../carrier/status.ts'
import { loggableError } from '../http.ts'
import { createTwilioClient } from './client.ts'
import { twilioFault } from './codes.ts'

export interface TwilioAccount extends Omit<CarrierOptions, 'name' | 'judge'> {
  apiUrl: string
  accountSid: string
  authToken: string
}

/** Throws `Undeliverable` if the number is at fault, `Unavailable('twilio-paused')` if no message can be sent now. */
export type CallTwilio = <T>(via: Via, to: string, run: (client: Twilio) => Promise<T>) => Promise<T>

/** One Twilio account; all requests share one breaker (REL-D5, REL-D6). */
export function createCallTwilio({ limits, watch, alarm, ...account }: TwilioAccount): CallTwilio {
  const call = createCallCarrier({ name: 'twilio', limits, judge, watch, alarm })
  const runUntil = createTwilioClient(account)
  return (via, to, run) => call(via, to, signal => runUntil(signal, run))
}

/** Twilio sent nothing if it refused; after a 2xx or 5xx the request may have been done. */
function judge(error: unknown): Judgement {
  const answer = loggableError(error)
  return { fault: twilioFault(answer), code: answer.code, refused: refuses(answer.status ?? 0) }
}
