import type { ServerResponse } from 'node:http'
import express, { type RequestHandler } from 'express'
import { builtEncoding, type Dictionaries, openDictionaries } from '../encoding.ts'
import { builtNames } from './built-names.ts'

const PUBLIC = new URL('../../../public/', import.meta.url).pathname
const FOLDER = `${PUBLIC}assets/`

interface PublicFiles {
  serve: RequestHandler[]
  urlOf(name: string): string
  /** None before they are built. */
  dictionariesOf(organisation: string): Dictionaries | undefined
}

/** The built files; browsers may cache them for good, since names contain a content hash. Throws `NotBuilt` if there are none. */
export function publicFiles(base: string): PublicFiles {
  const names = builtNames(FOLDER)
  const files = express.static(FOLDER, { setHeaders: headersFor(base), index: false, redirect: false })
  return {
    serve: [compressedAhead(new Set(Object.values(names))), files],
    urlOf(name) {
      const hashed = names[name]
      if (!hashed) throw new Error(`No built file for '${name}'`)
      return `${base}/assets/${hashed}`
    },
    dictionariesOf: organisation => openDictionaries(organisation, names, FOLDER, `${base}/assets`),
  }
}

const SUFFIX = { br: '.br', gzip: '.gz' }
const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  dict: 'application/octet-stream',
}

function compressedAhead(names: ReadonlySet<string>): RequestHandler {
  return (req, _res, next) => {
    const isBuilt = /\.(css|js|dict)$/.test(req.path) && names.has(req.path.slice(1))
    const encoding = isBuilt && builtEncoding(req)
    if (encoding) req.url = req.path + SUFFIX[encoding]
    next()
  }
}

/** Called for files that exist only: a 404 must not be cached, since the next release may add the file. */
function headersFor(base: string) {
  return (res: ServerResponse, path: string): void => {
    res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    const [, extension, suffix] = /\.(css|js|dict)(\.br|\.gz)?$/.exec(path) ?? []
    if (!extension) return
    res.setHeader('Vary', 'Accept-Encoding')
    res.setHeader('Content-Type', TYPES[extension]!)
    if (suffix) res.setHeader('Content-Encoding', suffix === '.br' ? 'br' : 'gzip')
    if (extension === 'dict') res.setHeader('Use-As-Dictionary', `match="${base}{/*}?", match-dest=("document")`)
  }
}
