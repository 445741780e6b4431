import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'

/** An answer that has passed, and how many bytes its body took. */
interface Passed {
  path: string
  /** What a browser asked for it as: `document`, `style`. */
  as: string | string[] | undefined
  encoding: string | undefined
  bytes: number
}

/**
 * A proxy that ends TLS before a service on this machine, with a certificate that this process trusts from now on. `drop` names
 * headers that it lets through in neither direction, `upstream` the port behind it: both may be changed between requests.
 */
export async function startTlsFront(port: number) {
  const { key, cert } = certificate()
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert])
  const front = { upstream: 0, drop: [] as string[], passed: [] as Passed[] }
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method, url: path = '' } = incoming
    const sent = request({ host: '127.0.0.1', port: front.upstream, method, path, headers: without(incoming) })
    sent.on('error', () => outgoing.destroy())
    sent.on('response', answer => {
      const encoding = answer.headers['content-encoding']
      const passed = { path, as: incoming.headers['sec-fetch-dest'], encoding, bytes: 0 }
      answer.on('data', (chunk: Buffer) => {
        passed.bytes += chunk.length
      })
      answer.on('end', () => front.passed.push(passed))
      outgoing.writeHead(answer.statusCode!, without(answer))
      answer.pipe(outgoing)
    })
    incoming.pipe(sent)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(front, {
    /** For `--ignore-certificate-errors-spki-list`: browsers cache nothing of a certificate that they were told to forgive. */
    keyHash: createHash('sha256')
      .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  })

  function without({ headers }: IncomingMessage) {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !front.drop.includes(name)))
  }
}

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'tls-front-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const files = ['-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, ...files], {
    stdio: 'ignore',
  })
  const made = { key: readFileSync(keyFile), cert: readFileSync(certFile, 'utf8') }
  rmSync(folder, { recursive: true })
  return made
}
