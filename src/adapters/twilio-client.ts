import twilio from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js'
import { outbound } from './outbound.ts'

const TOTAL_MS = 5000

/** Twilio's client, speaking to `apiUrl` over our own HTTP: 5 s in all, no retry of its own (REL-D5). */
export function twilioClient({
  apiUrl,
  accountSid,
  authToken,
}: {
  apiUrl: string
  accountSid: string
  authToken: string
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
        signal: AbortSignal.timeout(TOTAL_MS),
      })
      return { statusCode: reply.status, body: reply.data, headers: reply.headers }
    }
  }
  return twilio(accountSid, authToken, { httpClient: new Client() })
}
