import { randomUUID } from 'node:crypto'
import type { Operation } from './document.ts'

const LONGEST_CALL_MS = 10_000

export interface Call {
  member?: string
  body?: unknown
  /** Instead of `body`, as it is. */
  text?: string
  headers?: Record<string, string>
  /** Instead of the right one; null for none. */
  token?: string | null
}

export interface Answer {
  /** 0 if there was none; `code` then says why. */
  status: number
  code?: string
  headers: Headers
  text: string
  json: unknown
  requestId: string
  ms: number
}

export interface Target {
  url: string
  token: string | undefined
}

export type To = Pick<Operation, 'method' | 'path'>

/** Makes one call; never throws. */
export async function once(
  { url, token }: Target,
  { method, path }: To,
  { member = '', body, text = body === undefined ? undefined : JSON.stringify(body), headers, ...call }: Call,
): Promise<Answer> {
  const requestId = randomUUID()
  const bearer = call.token === undefined ? token : call.token
  const started = performance.now()
  const none = { status: 0, headers: new Headers(), text: '', json: undefined, requestId }
  try {
    const response = await fetch(url + path.replace('{member}', encodeURIComponent(member)), {
      method,
      headers: {
        ...(text !== undefined && { 'Content-Type': 'application/json' }),
        ...(bearer && { Authorization: `Bearer ${bearer}` }),
        'X-Request-Id': requestId,
        ...headers,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_CALL_MS),
      ...(text !== undefined && { body: text }),
    })
    const said = await response.text()
    const ms = performance.now() - started
    return { status: response.status, headers: response.headers, text: said, json: parsed(said), requestId, ms }
  } catch (error) {
    return { ...none, code: codeOf(error), ms: performance.now() - started }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string {
  const { name, cause } = Object(error) as { name?: string; cause?: { code?: string } }
  return cause?.code ?? name ?? 'unknown'
}
