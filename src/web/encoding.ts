import type { Request } from 'express'

/** The smaller first, whichever order browsers name them in. */
const ENCODINGS = ['br', 'gzip'] as const

/** How to compress an answer for this browser; undefined for one that takes neither. */
export function encodingFor(req: Request): (typeof ENCODINGS)[number] | undefined {
  return ENCODINGS.find(name => req.acceptsEncodings(name))
}
