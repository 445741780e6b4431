import { setTimeout as sleep } from 'node:timers/promises'
import type { Twilio } from 'twilio'
import type { DependencyLimits } from '../config/dependency-limits.ts'
import { Unavailable, Undeliverable } from '../ports.ts'
import { safeCause } from './cause.ts'
import { guard, NotCalled } from './guard.ts'
import { unreached } from './outbound.ts'
import { twilioClient } from './twilio-client.ts'
import type { CallOutcome, DependencyWatch } from './watched.ts'

export interface TwilioAccount {
  apiUrl: string
  accountSid: string
  authToken: string
  limits: DependencyLimits['twilio']
  watch?: DependencyWatch | undefined
  alarm?: ((name: 'twilio-account', on: boolean) => void) | undefined
}

/**
 * Makes one request of Twilio, whatever the product. Throws `Undeliverable` where the number is refused for good;
 * `Unavailable('twilio-paused')` where nobody gets anything for now; else `Unavailable('twilio')`, which tells whether it
 * may have been done.
 */
export type CallTwilio = <T>(run: (client: Twilio) => Promise<T>) => Promise<T>

const RETRIES = 2
/** Shares of the time a call is given: 0.5 to 2 s of the usual five. */
const PAUSE = { least: 0.1, most: 0.4 }
/** Not a number, not a mobile, country not allowed, recipient opted out, carrier not reachable; of calls; of WhatsApp. */
const NUMBER_REFUSED = [21211, 21614, 21408, 21610, 21612, 21214, 21215, 21217, 63003, 63024]

/** One account at Twilio: all that goes to it shares one breaker (REL-D5, REL-D6). */
export function callTwilio({ limits, watch, alarm, ...account }: TwilioAccount): CallTwilio {
  const guarded = guard({ name: 'twilio', limits: limits.breaker, watch })
  const clientUntil = twilioClient(account)
  return async run => {
    try {
      const call = () => guarded(limits.callMs, signal => run(clientUntil(signal)), outcomeOf)
      const done = await whenProcessed(call, limits.callMs)
      alarm?.('twilio-account', false)
      return done
    } catch (error) {
      if (accountRefused(error)) alarm?.('twilio-account', true)
      throw meaning(error)
    }
  }
}

/** Only "too many requests" certainly did nothing; after a time-out or a 5xx a second try could be a second SMS (REL-D5). */
async function whenProcessed<T>(call: () => Promise<T>, callMs: number, left = RETRIES): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const { code, status } = safeCause(error)
    if (left === 0 || (status !== 429 && code !== 20429)) throw error
    await sleep(callMs * (PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least)))
    return whenProcessed(call, callMs, left - 1)
  }
}

function outcomeOf(result: PromiseSettledResult<unknown>): CallOutcome {
  if (result.status === 'fulfilled') return 'ok'
  return answered(result.reason) ? 'refused' : 'failed'
}

function meaning(error: unknown): Error {
  const cause = safeCause(error)
  if (NUMBER_REFUSED.includes(Number(cause.code))) return new Undeliverable('sms', { cause })
  if (error instanceof NotCalled || accountRefused(error))
    return new Unavailable('twilio-paused', { cause, outcome: 'none' })
  const nothingDone = answered(error) || unreached(cause)
  return new Unavailable('twilio', { cause, outcome: nothingDone ? 'none' : 'unknown' })
}

/** Twilio said no; what it says with a 2xx or a 5xx may have been done. */
function answered(error: unknown): boolean {
  const { status = 0 } = safeCause(error)
  return status >= 300 && status < 500
}

/** A wrong token, or an account that is suspended: someone must look (REL-D5). */
function accountRefused(error: unknown): boolean {
  const { code, status } = safeCause(error)
  return status === 401 || code === 20003 || code === 20005
}
