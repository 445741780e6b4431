import twilio from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js'
import { outbound } from './outbound.ts'

/** Twilio's client, speaking to `apiUrl` over our own HTTP: `callMs` for each request, no retry of its own (REL-D5). */
export function twilioClient({
  apiUrl,
  accountSid,
  authToken,
  callMs,
}: {
  apiUrl: string
  accountSid: string
  authToken: string
  callMs: number
}) {
  const http = outbound()
  class Client extends twilio.RequestClient {
    override async request<Data>({ method, uri, data, headers }: RequestOptions<Data>) {
      const { pathname, search } = new URL(uri)
      const reply = await http.request({
        method,
        url: apiUrl.replace(/\/+$/, '') + pathname + search,
        data: new URLSearchParams(data as Record<string, string>),
        headers: { ...headers, Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
        signal: AbortSignal.timeout(callMs),
      })
      return { statusCode: reply.status, body: reply.data, headers: reply.headers }
    }
  }
  return twilio(accountSid, authToken, { httpClient: new Client() })
}
