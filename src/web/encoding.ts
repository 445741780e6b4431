import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Request, Response } from 'express'

/** The smaller first, whichever order browsers name them in. */
const ENCODINGS = ['br', 'gzip'] as const

/** How to compress an answer for this browser; undefined for one that takes neither. */
export function encodingFor(req: Request): (typeof ENCODINGS)[number] | undefined {
  return ENCODINGS.find(name => req.acceptsEncodings(name))
}

/**
 * Compressed in one go: a page of a dozen kilobytes takes a fraction of a millisecond, where a stream and a thread cost ten
 * times that. Forms are not reflected to other sites (W-1, W-2), so compression tells an attacker nothing.
 */
export function sendPage(req: Request, res: Response, page: string): void {
  res.vary('Accept-Encoding')
  const encoding = encodingFor(req)
  if (!encoding) return void res.send(page)
  res.set('Content-Encoding', encoding).send(COMPRESS[encoding](page))
}

const COMPRESS = {
  br: (page: string) => brotliCompressSync(page, page.length > LONG_PAGE ? BROTLI.thorough : BROTLI.usual),
  gzip: (page: string) => gzipSync(page, { level: 5 }),
}
/** Characters. From quality 7 on Brotli tells the letters of one language from those of the other, which only long pages need. */
const LONG_PAGE = 16_000
const BROTLI = { usual: brotli(5), thorough: brotli(7) }

function brotli(quality: number) {
  return { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 16 } }
}
