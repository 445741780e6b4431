import { setTimeout as sleep } from 'node:timers/promises'
import axios from 'axios'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

export interface TwilioReports {
  /** Replaces the origin of a public address that exists only in the test. */
  callbackOrigin?: string | undefined
  /** The statuses that are reported for a number, in order; `failed 30034` has its code. None are reported if left out. */
  statuses?: ((to: string, kind: Kind) => readonly string[]) | undefined
}

type Kind = 'Message' | 'Call'

/** Reports each status in turn, signed as by Twilio, which also ignores a report that fails. */
export function reporter(options: TwilioReports & { accountSid: string; authToken: string }) {
  const { accountSid, authToken, statuses, callbackOrigin } = options

  return async (kind: Kind, { sid, to }: { sid: string; to: string }, url: string | undefined): Promise<void> => {
    if (!url) return
    for (const word of statuses?.(to, kind) ?? []) {
      const [status = '', code] = word.split(' ')
      await sleep(20)
      const fields = {
        AccountSid: accountSid,
        [`${kind}Sid`]: sid,
        [`${kind}Status`]: status,
        To: to,
        ...(code && { ErrorCode: code }),
      }
      const headers = { 'X-Twilio-Signature': getExpectedTwilioSignature(authToken, url, fields) }
      const { origin, pathname, search } = new URL(url)
      const target = (callbackOrigin ?? origin) + pathname + search
      const signal = AbortSignal.timeout(3000)
      await axios.post(target, new URLSearchParams(fields), { headers, signal }).catch(() => undefined)
    }
  }
}
