import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** `app.css` as `app.3fJ…x.css`: another content, another name, so that browsers may keep it for good. */
export function hashed(name: string, content: string | Buffer): string {
  const extension = extname(name)
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 10)
  return `${basename(name, extension)}.${hash}${extension}`
}

/** The file by suffix: as it is; styles and scripts also for browsers that take Brotli or gzip. */
export function compressed(name: string, content: string | Buffer): [suffix: string, bytes: string | Buffer][] {
  if (!/\.(css|js)$/.test(name)) return [['', content]]
  return [
    ['', content],
    ['.br', brotliCompressSync(content)],
    ['.gz', gzipSync(content, { level: 9 })],
  ]
}
