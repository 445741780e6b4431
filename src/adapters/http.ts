import type { Socket } from 'node:net'
import type { AxiosAdapter, AxiosInstance } from 'axios'
import type { Agent, buildConnector } from 'undici'
import { withFirstUse } from '../domain/first-use.ts'

const axios = withFirstUse<typeof import('axios')>('axios')
const undici = withFirstUse<typeof import('undici')>('undici')

const CONNECT_MS = 1000
/** Longer than any caller waits: each call has a limit of its own. */
const SILENCE_MS = 60_000
const LONGEST = 1024 * 1024
const NO_CONNECTION = 'ERR_CONNECT_TIMEOUT'
const UNREACHED = [NO_CONNECTION, 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND']

/** 1 s to connect, no redirect, no proxy, 1 MB at most. Any status resolves. Bodies are strings, sent as they are. */
export function createHttpClient(sockets = 50): Pick<AxiosInstance, 'request'> {
  let client: AxiosInstance | undefined
  return {
    request(asked) {
      client ??= open(sockets)
      return client.request(asked)
    },
  }
}

/** Whether the request certainly was not sent: no connection, or an untrusted certificate. */
export function unreached({ code }: { code?: unknown }): boolean {
  return UNREACHED.includes(String(code)) || /CERT|VERIFY/.test(String(code))
}

function open(sockets: number): AxiosInstance {
  const connect = connector()
  const limits = { connections: sockets, headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS }
  return axios().default.create({
    adapter: overUndici(new (undici().Agent)({ ...limits, connect })),
    transformRequest: (body: unknown) => body,
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  })
}

/** What axios needs of its own adapter for such clients, in a fifth of the time. If an answer breaks off, the error has its status in `request.res`. */
function overUndici(dispatcher: Agent): AxiosAdapter {
  const { AxiosError, CanceledError } = axios()
  return async config => {
    const { url = '', method = 'get', data, headers, signal } = config
    const failed = (error: unknown, res?: { statusCode: number; headers: object }) => {
      if (signal?.aborted) return new CanceledError('no answer in time', config, { res })
      return AxiosError.from(error as Error, res ? AxiosError.ERR_BAD_RESPONSE : codeOf(error), config, { res })
    }
    const answer = await undici()
      .request(url, {
        dispatcher,
        method: method.toUpperCase() as 'GET',
        headers: { 'accept-encoding': 'identity', ...(headers.toJSON() as Record<string, string>) },
        body: data ?? null,
        signal: signal as AbortSignal,
      })
      .catch(error => Promise.reject(failed(error)))
    const { statusCode, body } = answer
    const text = await read(body).catch(error => Promise.reject(failed(error, answer)))
    return { data: text, status: statusCode, statusText: '', headers: answer.headers as Record<string, string>, config }
  }
}

/** Rejects at once if there is more than 1 MB. */
async function read(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > LONGEST) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** By the names that Node's own client gives. */
function codeOf(error: unknown): string | undefined {
  const { code } = Object(error) as { code?: string }
  return code === 'UND_ERR_SOCKET' ? 'ECONNRESET' : code
}

/** undici has no time limit for the connection alone: its own includes TLS. */
function connector(): buildConnector.connector {
  const connect = undici().buildConnector({})
  return (options, done) => {
    const socket = connect(options, done) as unknown as Socket
    const tooLate = Object.assign(new Error('no connection in time'), { code: NO_CONNECTION })
    const timer = setTimeout(() => socket.destroy(tooLate), CONNECT_MS)
    for (const end of ['connect', 'close']) socket.once(end, () => clearTimeout(timer))
    return socket
  }
}

const FIT_FOR_THE_LOG = /^(?=.)[A-Za-z_-]{0,40}\d{0,5}$/

/** The only fields of a client error that are safe to log: the error holds requests, tokens and addresses (L-3, fact 7). */
export function loggableError(error: unknown): { code?: string | number; status?: number } {
  const { code, status, responseCode } = Object(error) as Record<string, unknown>
  const httpOrSmtp = typeof status === 'number' ? status : responseCode
  return {
    ...((typeof code === 'string' || typeof code === 'number') && FIT_FOR_THE_LOG.test(`${code}`) ? { code } : {}),
    ...(typeof httpOrSmtp === 'number' ? { status: httpOrSmtp } : {}),
  }
}
