import { requestId } from '../../request-context.ts'
import { safeCause } from '../cause.ts'
import { outbound } from '../outbound.ts'

const TOTAL_MS = 3000

export interface Call {
  method: 'POST' | 'PUT'
  path: string
  body: object
  headers?: Record<string, string>
}

/** An answer, whatever its status; or status 0 and the reason why there is none. `body` is undefined where it is not JSON. */
export interface Reply {
  status: number
  body?: unknown
  code?: string | number | undefined
  retryAfterSeconds?: number | undefined
}

/** A function that makes one call to the member-data API within 3 s (REL-D1) and never throws. */
export function sender(options: { url: string; token: string }): (call: Call) => Promise<Reply> {
  const http = outbound()
  const base = options.url.replace(/\/+$/, '')
  return async call => {
    try {
      const { status, data, headers } = await http.request<string>({
        method: call.method,
        url: base + call.path,
        data: call.body,
        headers: { ...call.headers, Authorization: `Bearer ${options.token}`, 'X-Request-Id': requestId() },
        signal: AbortSignal.timeout(TOTAL_MS),
      })
      return { status, body: json(data), retryAfterSeconds: seconds(headers['retry-after']) }
    } catch (error) {
      return { status: 0, code: safeCause(error).code }
    }
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function seconds(retryAfter: unknown): number | undefined {
  return typeof retryAfter === 'string' && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined
}
