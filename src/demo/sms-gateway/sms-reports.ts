import { setTimeout as sleep } from 'node:timers/promises'
import axios from 'axios'

export interface GatewayReports {
  /** Replaces the origin of a public address that exists only in the test. */
  callbackOrigin?: string | undefined
  /** The statuses that are reported for a number, in order. None are if left out. */
  statuses?: ((to: string) => readonly string[]) | undefined
  /** How: in the query, as most gateways do, or as a form or JSON. */
  reportBy?: 'query' | 'form' | 'json' | undefined
}

/** Reports each status in turn; a report that fails is not repeated. */
export function reporter({ statuses, callbackOrigin, reportBy = 'query' }: GatewayReports) {
  return async (to: string, callback: string): Promise<void> => {
    for (const status of statuses?.(to) ?? []) {
      await sleep(20)
      const { origin, pathname, search } = new URL(callback)
      const url = (callbackOrigin ?? origin) + pathname + search
      const fields = { status, msisdn: to }
      const signal = AbortSignal.timeout(3000)
      const sent =
        reportBy === 'query'
          ? axios.get(`${url}&${new URLSearchParams(fields)}`, { signal })
          : axios.post(url, reportBy === 'json' ? fields : new URLSearchParams(fields), { signal })
      await sent.catch(() => undefined)
    }
  }
}
