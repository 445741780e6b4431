import twilio, { type Twilio } from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js'
import { createHttpClient } from '../http.ts'

/** Uses our HTTP client and retries nothing by itself (REL-D5). */
export function createTwilioClients({
  apiUrl,
  accountSid,
  authToken,
}: Record<'apiUrl' | 'accountSid' | 'authToken', string>): (signal: AbortSignal) => Twilio {
  const http = createHttpClient()
  class Client extends twilio.RequestClient {
    readonly #signal: AbortSignal

    constructor(signal: AbortSignal) {
      super()
      this.#signal = signal
    }

    override async request<Data>({ method, uri, data, headers }: RequestOptions<Data>) {
      const { pathname, search } = new URL(uri)
      const reply = await http.request({
        method,
        url: apiUrl.replace(/\/+$/, '') + pathname + search,
        data: new URLSearchParams(data as Record<string, string>),
        headers: { ...headers, Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
        signal: this.#signal,
      })
      return { statusCode: reply.status, body: reply.data, headers: reply.headers }
    }
  }
  return signal => twilio(accountSid, authToken, { httpClient: new Client(signal) })
}
