import type { ServerResponse } from 'node:http'
import express, { type RequestHandler } from 'express'
import { encodingFor } from '../encoding.ts'
import { builtNames } from './built-names.ts'

const PUBLIC = new URL('../../../public/', import.meta.url).pathname
const FOLDER = `${PUBLIC}assets/`

/** The built files; browsers may cache them for good, since names contain a content hash. Throws `NotBuilt` if there are none. */
export function publicFiles(base: string): { serve: RequestHandler[]; urlOf: (name: string) => string } {
  const names = builtNames(FOLDER)
  const files = express.static(FOLDER, { setHeaders, index: false })
  return {
    serve: [compressedAhead(new Set(Object.values(names))), files],
    urlOf(name) {
      const hashed = names[name]
      if (!hashed) throw new Error(`No built file for '${name}'`)
      return `${base}/assets/${hashed}`
    },
  }
}

const SUFFIX = { br: '.br', gzip: '.gz' }
const TYPES: Record<string, string> = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }

function compressedAhead(names: ReadonlySet<string>): RequestHandler {
  return (req, _res, next) => {
    const isBuilt = /\.(css|js)$/.test(req.path) && names.has(req.path.slice(1))
    const encoding = isBuilt && encodingFor(req)
    if (encoding) req.url = req.path + SUFFIX[encoding]
    next()
  }
}

/** Called for files that exist only: a 404 must not be cached, since the next release may add the file. */
function setHeaders(res: ServerResponse, path: string): void {
  res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
  const [, extension, suffix] = /\.(css|js)(\.br|\.gz)?$/.exec(path) ?? []
  if (!extension) return
  res.setHeader('Vary', 'Accept-Encoding')
  res.setHeader('Content-Type', TYPES[extension]!)
  if (suffix) res.setHeader('Content-Encoding', suffix === '.br' ? 'br' : 'gzip')
}
