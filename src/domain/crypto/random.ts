import { randomFillSync } from 'node:crypto'

/** A system call costs as much for 4 KB as for 16 bytes, and a page needs several tokens. */
const pool = Buffer.alloc(4096)
let used = pool.length

export function randomToken(bytes: number): string {
  if (bytes > pool.length) throw new RangeError(`${bytes} random bytes at once`)
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const token = pool.toString('base64url', used, used + bytes)
  // Used bytes do not stay in memory.
  pool.fill(0, used, used + bytes)
  used += bytes
  return token
}
