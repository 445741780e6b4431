import { request } from 'node:http'

interface Sent {
  path?: string
  /** In place of /mon_compte. */
  base?: string
  method?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** A request as no browser would send it: every header, Host and Origin too, is the caller's to set. `path` is below `base`. */
export function send(
  origin: string,
  { path = '', base = '/mon_compte', method = 'GET', headers = {}, body }: Sent = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { host, port } = new URL(origin)
  const own = { origin, host, ...(body && { 'content-length': String(Buffer.byteLength(body)) }) }
  const options = { host: '127.0.0.1', port, path: `${base}${path}` || '/', method, headers: { ...own, ...headers } }
  request({ ...options, signal: AbortSignal.timeout(10_000) }, async response => {
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk
    resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
  })
    .on('error', reject)
    .end(body)
  return promise
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
