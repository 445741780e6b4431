import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, unzipSync } from 'node:zlib'

const BASE = '/mon_compte'
const PATIENCE_MS = 30_000

export interface Answer {
  method: 'GET' | 'POST'
  /** Below BASE_PATH, without the query. */
  path: string
  status: number
  /** Where a redirect leads, below BASE_PATH. */
  leadsTo: string | undefined
  body: string
  /** From the first byte sent to the last one read. */
  ms: number
}

/** Someone at a browser: `''` is the start page. Rejects when an answer takes over 30 s. */
export interface Browser {
  get(path: string): Promise<Answer>
  post(path: string, fields: Record<string, string>): Promise<Answer>
}

/** A browser with cookies and a network address of its own, which asks for compressed pages as browsers do. */
export function openBrowser(origin: string, agent: Agent): Browser {
  const cookies = new Map<string, string>()
  const always = {
    'accept-encoding': 'gzip, deflate, br',
    'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`,
    origin,
  }
  return {
    get: path => send('GET', path),
    post: (path, fields) => send('POST', path, new URLSearchParams(fields).toString()),
  }

  async function send(method: Answer['method'], path: string, form?: string): Promise<Answer> {
    const startedAt = performance.now()
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...always, ...(cookie && { cookie }), ...(form !== undefined && bodyHeaders(form)) }
    const sent = request(`${origin}${BASE}${path && `/${path}`}`, { method, headers, agent })
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error(`${method} /${path} took over ${PATIENCE_MS} ms`)))
    sent.end(form)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const bytes = await buffer(response)
    const ms = performance.now() - startedAt
    keep(cookies, response.headers['set-cookie'] ?? [])
    return {
      method,
      path: path.split('?', 1)[0]!,
      status: response.statusCode!,
      leadsTo: below(response.headers.location),
      body: decoded(bytes, response.headers['content-encoding']),
      ms,
    }
  }
}

function bodyHeaders(form: string) {
  return { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) }
}

function keep(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';', 1)
    const [name = '', value = ''] = pair.split('=', 2)
    if (value) cookies.set(name, value)
    else cookies.delete(name)
  }
}

function below(location: string | undefined): string | undefined {
  return location?.slice(BASE.length + 1).split('?', 1)[0]
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'br') return brotliDecompressSync(bytes).toString()
  return (encoding ? unzipSync(bytes) : bytes).toString()
}
