import { AsyncLocalStorage } from 'node:async_hooks'
import type { Twilio } from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js'
import { withFirstUse } from '../../domain/first-use.ts'
import { createHttpClient } from '../http.ts'

const twilioPackage = withFirstUse<typeof import('twilio')>('twilio')

type Account = Record<'apiUrl' | 'accountSid' | 'authToken', string>

/** One client for all calls, loaded with the first, on our HTTP client; it retries nothing by itself (REL-D5). Each call has a signal of its own. */
export function createTwilioClient({ apiUrl, accountSid, authToken }: Account) {
  const http = createHttpClient()
  const base = apiUrl.replace(/\/+$/, '')
  const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`
  const signals = new AsyncLocalStorage<AbortSignal>()
  let client: Twilio | undefined
  return <Done>(signal: AbortSignal, run: (client: Twilio) => Promise<Done>): Promise<Done> =>
    signals.run(signal, async () => {
      client ??= load()
      return run(client)
    })

  function load(): Twilio {
    const twilio = twilioPackage()
    class Client extends twilio.RequestClient {
      override async request<Data>({ method, uri, data, headers }: RequestOptions<Data>) {
        const { pathname, search } = new URL(uri)
        const reply = await http.request({
          method,
          url: base + pathname + search,
          data: new URLSearchParams(data as Record<string, string>).toString(),
          headers: { ...headers, Authorization: authorization },
          signal: signals.getStore()!,
        })
        return { statusCode: reply.status, body: reply.data, headers: reply.headers }
      }
    }
    return twilio(accountSid, authToken, { httpClient: new Client() })
  }
}
