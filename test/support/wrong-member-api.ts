import express from 'express'
import { listen } from '../../src/demo/listen.ts'

export interface Asked {
  method: string
  path: string
  headers: Record<string, string>
  /** Empty if there is none. */
  body: string
}
export interface Told {
  status: number
  headers: Record<string, string>
  body: {
    type?: string
    questions?: string[]
    accountStatus?: string
    verified?: unknown
    activatedAt?: string
    [field: string]: unknown
  }
  /** Instead of `body`, if it is no JSON. */
  text?: string
}
type Forward = (asked: Asked) => Promise<Told>
export type Turn = (asked: Asked, forward: Forward) => Promise<Told>

/** Stands before an API and answers as `turns` says: the first segment of the path is the name of a turn. */
export async function startWrongApis(url: string, turns: Record<string, Turn>) {
  const app = express().use(express.text({ type: () => true }), async (req, res) => {
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)/.exec(req.url) ?? []
    const { host, connection, 'content-length': _, ...headers } = req.headers as Record<string, string>
    const text = typeof req.body === 'string' ? req.body : ''
    const told = await turns[name]!({ method: req.method, path, headers, body: text }, forward)
    res.status(told.status).set(told.headers)
    res.end(told.text ?? JSON.stringify(told.body))
  })

  async function forward({ method, path, headers, body }: Asked): Promise<Told> {
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body && { body }),
    })
    const text = await response.text()
    const { 'content-length': _, connection, 'keep-alive': __, ...kept } = Object.fromEntries(response.headers)
    const told = { status: response.status, headers: kept }
    return text.startsWith('{') ? { ...told, body: JSON.parse(text) } : { ...told, body: {}, text }
  }

  return listen(app)
}
