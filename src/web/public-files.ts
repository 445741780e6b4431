import { readFileSync } from 'node:fs'
import express, { type RequestHandler } from 'express'

const FOLDER = new URL('../../public/assets/', import.meta.url).pathname

/** The built files: names carry a hash of the content, so browsers may keep them for good. */
export function publicFiles(base: string): { serve: RequestHandler[]; urlOf: (name: string) => string } {
  const names = JSON.parse(readFileSync(`${FOLDER}manifest.json`, 'utf8')) as Record<string, string>
  return {
    serve: [cacheable, express.static(FOLDER, { immutable: true, maxAge: '1y', index: false, fallthrough: true })],
    urlOf(name) {
      const hashed = names[name]
      if (!hashed) throw new Error(`No built file for '${name}'`)
      return `${base}/assets/${hashed}`
    },
  }
}

const cacheable: RequestHandler = (_req, res, next) => {
  res.removeHeader('Cache-Control')
  next()
}
