import type { ErrorRequestHandler, Response } from 'express'

/** Answers with an RFC 9457 problem; its type ends in `kind`. */
export function problem(res: Response, status: number, kind: string, detail?: string): void {
  const type = `https://member-data.example/problems/${kind}`
  res
    .status(status)
    .type('application/problem+json')
    .json({ type, title: kind.replaceAll('-', ' '), status, ...(detail && { detail }) })
}

/** Turns an error of the OpenAPI validator into one of the document's problems. */
export const notAfterTheDocument: ErrorRequestHandler = (error, _req, res, _next) => {
  const status = Number(error.status) || 500
  const kind = KINDS[status] ?? (status < 500 ? 'invalid-request' : 'invalid-response')
  problem(res, status, kind, error.message)
}

const KINDS: Record<number, string> = { 401: 'unauthorized', 404: 'not-found', 405: 'method-not-allowed' }
