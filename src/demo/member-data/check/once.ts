import { randomUUID } from 'node:crypto'
import type { Operation } from './document.ts'

const MUCH_TOO_LATE = 3

export interface Call {
  member?: string
  body?: unknown
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
  /** Whether the wizard would have given up by then. */
  late: boolean
}

export interface Target {
  url: string
  token: string | undefined
  /** How long the wizard waits (`memberApi.callMs`). */
  callMs: number
}

export type To = Pick<Operation, 'method' | 'path'>

/** Makes one call; never throws. */
export async function once(
  { url, token, callMs }: Target,
  { method, path }: To,
  { member = '', body, text = body === undefined ? undefined : JSON.stringify(body), headers, ...call }: Call,
): Promise<Answer> {
  const requestId = randomUUID()
  const bearer = call.token === undefined ? token : call.token
  const started = performance.now()
  const timed = () => {
    const ms = performance.now() - started
    return { requestId, ms, late: ms > callMs }
  }
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
      signal: AbortSignal.timeout(MUCH_TOO_LATE * callMs),
      ...(text !== undefined && { body: text }),
    })
    const said = await response.text()
    return { status: response.status, headers: response.headers, text: said, json: parsed(said), ...timed() }
  } catch (error) {
    return { status: 0, code: codeOf(error), headers: new Headers(), text: '', json: undefined, ...timed() }
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
