import http from 'node:http'
import https from 'node:https'
import axios, { type AxiosInstance } from 'axios'

const CONNECT_MS = 1000

/** What every outside HTTP service gets: kept connections, 1 s to connect, no redirect, no proxy, 1 MB at most. Any status is an answer. */
export function outbound(): AxiosInstance {
  return axios.create({
    httpAgent: impatient(new http.Agent({ keepAlive: true, maxSockets: 50 })),
    httpsAgent: impatient(new https.Agent({ keepAlive: true, maxSockets: 50 })),
    maxRedirects: 0,
    proxy: false,
    maxContentLength: 1024 * 1024,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  })
}

/** Node knows no time limit for connecting alone. */
function impatient(agent: http.Agent): http.Agent {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, done) => {
    const socket = connect(options, done)
    const tooLate = Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => socket?.destroy(tooLate), CONNECT_MS)
    for (const end of ['connect', 'close']) socket?.once(end, () => clearTimeout(timer))
    return socket
  }
  return agent
}
