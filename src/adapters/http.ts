import http from 'node:http'
import https from 'node:https'
import axios, { type AxiosInstance } from 'axios'

const CONNECT_MS = 1000
const NO_CONNECTION = 'ERR_CONNECT_TIMEOUT'
const UNREACHED = [NO_CONNECTION, 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND']

/** 1 s to connect, no redirect, no proxy, 1 MB at most. Any status resolves. */
export function createHttpClient(sockets = 50): AxiosInstance {
  return axios.create({
    httpAgent: impatient(new http.Agent({ keepAlive: true, maxSockets: sockets })),
    httpsAgent: impatient(new https.Agent({ keepAlive: true, maxSockets: sockets })),
    maxRedirects: 0,
    proxy: false,
    maxContentLength: 1024 * 1024,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  })
}

/** Whether the request certainly was not sent: no connection, or an untrusted certificate. */
export function unreached({ code }: { code?: unknown }): boolean {
  return UNREACHED.includes(String(code)) || /CERT|VERIFY/.test(String(code))
}

/** Node has no time limit for connecting only. */
function impatient(agent: http.Agent): http.Agent {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, done) => {
    const socket = connect(options, done)
    const tooLate = Object.assign(new Error('no connection in time'), { code: NO_CONNECTION })
    const timer = setTimeout(() => socket?.destroy(tooLate), CONNECT_MS)
    for (const end of ['connect', 'close']) socket?.once(end, () => clearTimeout(timer))
    return socket
  }
  return agent
}

/** The only fields of a client error that are safe to log: the error holds requests, tokens and addresses (L-3, fact 7). */
export function loggableError(error: unknown): { code?: string | number; status?: number } {
  const { code, status, responseCode } = Object(error) as Record<string, unknown>
  const httpOrSmtp = typeof status === 'number' ? status : responseCode
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof httpOrSmtp === 'number' ? { status: httpOrSmtp } : {}),
  }
}
