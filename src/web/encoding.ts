import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Request, Response } from 'express'
import { MODES, type Mode } from '../ports/index.ts'

/** The better compression first, whatever order the browser lists. */
const ENCODINGS = ['br', 'zstd', 'gzip'] as const
/** What files are compressed by when they are built. */
const BUILT = ['br', 'gzip'] as const

/** Compresses synchronously, ten times faster than a stream. What sizes give away: docs/security.md. */
export function sendPage(req: Request, res: Response, page: string, dictionaries?: Dictionaries): void {
  res.vary(dictionaries ? 'Accept-Encoding, Available-Dictionary' : 'Accept-Encoding')
  const held = dictionaries?.heldBy(req)
  if (held && req.acceptsEncodings('dcz'))
    return void res.set('Content-Encoding', 'dcz').send(withDictionary(page, held))
  const encoding = ENCODINGS.find(name => req.acceptsEncodings(name))
  if (!encoding) return void res.send(page)
  res.set('Content-Encoding', encoding).send(COMPRESS[encoding](page))
}

export function builtEncoding(req: Request): (typeof BUILT)[number] | undefined {
  return BUILT.find(name => req.acceptsEncodings(name))
}

export interface Dictionaries {
  /** The dictionary that the browser may fetch when idle; undefined if it has one, cannot decode Zstandard, or asks to save data. */
  urlFor(req: Request, mode: Mode): string | undefined
  /** The dictionary that the browser has, of any mode, since pages have much in common; undefined if it is of another release. */
  heldBy(req: Request): Dictionary | undefined
}

/** The pages of a journey as built (RFC 9842): a browser that has kept them needs only what differs. */
interface Dictionary {
  bytes: Buffer
  sha256: Buffer
}

/** Reads the dictionaries of an insurer from a folder of built files; `names` is its manifest. Returns undefined if it has none. */
export function openDictionaries(
  organisation: string,
  names: Record<string, string>,
  folder: string,
  base: string,
): Dictionaries | undefined {
  const nameFor = (mode: Mode) => names[`${mode}-${organisation}.dict`]
  const built = MODES.flatMap(mode => nameFor(mode) ?? []).map(name => readFileSync(folder + name))
  if (built.length === 0) return undefined
  const byHeader = new Map(
    built.map(bytes => {
      const sha256 = createHash('sha256').update(bytes).digest()
      return [`:${sha256.toString('base64')}:`, { bytes, sha256 }]
    }),
  )
  const heldBy = (req: Request) => byHeader.get(req.get('available-dictionary') ?? '')
  return {
    heldBy,
    urlFor(req, mode) {
      const wants = !heldBy(req) && req.get('save-data') !== 'on' && req.acceptsEncodings('zstd')
      return wants ? `${base}/${nameFor(mode)}` : undefined
    },
  }
}

const COMPRESS = {
  br: (page: string) => brotliCompressSync(page, BROTLI),
  zstd: (page: string) => zstdCompressSync(page),
  gzip: (page: string) => gzipSync(page, { level: 5 }),
}
/** A level more saves less than a hundredth of the bytes; a level less takes a tenth more (docs/bench.md). */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 } }

/** A frame that decoders skip, which names the dictionary by its hash. */
const DCZ_HEADER = Buffer.of(0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0)
/** No match shorter than 6 letters: among random letters such are chance, and cost more than they save. From level 11 on ten times the CPU. */
const DCZ = {
  [constants.ZSTD_c_compressionLevel]: 10,
  [constants.ZSTD_c_minMatch]: 6,
  [constants.ZSTD_c_contentSizeFlag]: 0,
}

function withDictionary(page: string, { bytes, sha256 }: Dictionary): Buffer {
  return Buffer.concat([DCZ_HEADER, sha256, zstdCompressSync(page, { dictionary: bytes, params: DCZ })])
}
