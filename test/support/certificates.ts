import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  key: Buffer
  cert: Buffer
}

/** A certificate authority, and what it certifies: `names` like `DNS:localhost,IP:127.0.0.1`; with −1 day it has expired. */
export function createAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'ca-'))
  const at = (name: string) => join(folder, name)
  const openssl = (words: string) => execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'ignore' })
  const newKey = 'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
  openssl(`${newKey} -x509 -days 1 -subj /CN=ca -keyout ca.key -out ca.pem`)
  return {
    cert: readFileSync(at('ca.pem'), 'utf8'),
    issue(names: string, days = 1): Certificate {
      openssl(`${newKey} -subj /CN=issued -addext subjectAltName=${names} -keyout key.pem -out request.pem`)
      openssl(`x509 -req -in request.pem -CA ca.pem -CAkey ca.key -days ${days} -copy_extensions copy -out cert.pem`)
      return { key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')) }
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
