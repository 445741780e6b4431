import { createHash } from 'node:crypto'

const LEAST = 8

/** Whether a handle holds a fact, plain or encoded, or begins like a plain hash of it. */
export function isDerived(handle: string, facts: readonly string[]): boolean {
  const decoded = [
    handle,
    Buffer.from(handle, 'base64url').toString('latin1'),
    Buffer.from(handle, 'hex').toString('latin1'),
  ]
  return facts.some(
    fact =>
      decoded.some(text => text.includes(fact)) || hashes(fact).some(hash => sameStart(hash, handle.toLowerCase())),
  )
}

function hashes(fact: string): string[] {
  return ['md5', 'sha1', 'sha256', 'sha512'].flatMap(name => {
    const hash = createHash(name).update(fact).digest()
    return [hash.toString('hex'), hash.toString('base64url').toLowerCase()]
  })
}

const sameStart = (hash: string, handle: string): boolean => {
  const length = Math.min(hash.length, handle.length)
  return length >= LEAST && hash.slice(0, length) === handle.slice(0, length)
}
