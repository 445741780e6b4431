import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { proxyPages } from '../../src/web/pages/proxy-pages.ts'
import { freePort } from '../support/free-port.ts'
import { walkTo } from '../support/journey.ts'
import { Member } from '../support/member.ts'
import { type Nginx, startNginx } from '../support/nginx.ts'
import { FORM, send } from '../support/raw.ts'
import { type Service, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

const errorPage = (name: string) => readFileSync(`config/proxy/wizard/errors/${name}.html`, 'utf8')

let service: Service
let nginx: Nginx
let origin: string
before(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  service = await startService({ environment: { PUBLIC_URL: origin, TRUST_PROXY: '1', CAPTCHA: 'off' } })
  nginx = await startNginx({ port, upstream: service.ports[0]! })
})
after(async () => {
  await nginx.stop()
  await service.stop()
})

/** The lines of the log since before `act`, once the last request of it has left its own. */
async function logged(act: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const from = nginx.accessLog().length
  await act()
  await send(origin, { path: '/last' })
  const lines = () => nginx.accessLog().slice(from).trim().split('\n')
  await until('the last request is logged', () => lines().at(-1)!.includes('"/mon_compte/last"'))
  return lines()
    .slice(0, -1)
    .map(line => JSON.parse(line))
}

describe('the proxy of config/proxy, in front of the service', () => {
  test('takes a member through a whole journey', async () => {
    await walkTo(service, new Member(origin), service.enrol(), 'termine')
  })

  test('forwards the client address that it sees, whatever a client claims (W-17)', async () => {
    const claims = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' }
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    const headers = { 'x-test-from': '198.51.100.7', ...claims, traceparent }
    const { server, received } = await listener()
    const port = await freePort()
    const other = await startNginx({ port, upstream: (server.address() as AddressInfo).port })
    await send(`http://localhost:${port}`, { headers })
    await other.stop()
    server.close()
    assert.equal(received[0]!['x-forwarded-for'], '198.51.100.7')
    assert.equal(received[0]!['traceparent'], undefined)
    assert.equal(received[0]!['host'], `localhost:${port}`)
  })

  for (const [address, network] of Object.entries({
    '198.51.100.77': '198.51.100.0/24',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1::/48',
    '2001:db8:1::6': '2001:db8:1::/48',
    '2001:db8::6': '2001:db8::/48',
    '2001::6:7': '2001::/48',
    '::1': '::/48',
    '::ffff:198.51.100.77': '198.51.100.0/24',
  }))
    test(`writes down ${network} of ${address}, and no query (L-1, L-3)`, async () => {
      const ask = () => send(origin, { path: '/email?lang=fr&code=geheim', headers: { 'x-test-from': address } })
      const [line, ...others] = await logged(ask)
      assert.deepEqual(others, [])
      const { network: written, path, method, status } = line!
      assert.deepEqual([written, path, method, status], [network, '/mon_compte/email', 'GET', 303])
      assert.match(String(line!['requestId']), /^[\w-]{8,}$/)
      assert.ok(!JSON.stringify(line).includes('geheim') && !JSON.stringify(line).includes(`"${address}"`))
    })

  test('lets the pages and errors of the wizard pass as they are', async () => {
    const { status, text, headers } = await send(origin, { path: '/nulle-part' })
    assert.equal(status, 404)
    assert.match(text, /govuk-template/)
    assert.match(String(headers['content-security-policy']), /script-src 'self' 'nonce-/)
  })

  test('answers what is too large, or no HTTP, in both languages and without its version (W-4)', async () => {
    const large = await send(origin, { method: 'POST', headers: FORM, body: `a=${'x'.repeat(17_000)}` })
    assert.equal(large.status, 413)
    isErrorPage(large, 'too-large')
    const long = await send(origin, { headers: { cookie: 'x'.repeat(40_000) } })
    assert.equal(long.status, 400)
    isErrorPage(long, 'too-large')
    const none = await raw('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n')
    assert.match(none, /^HTTP\/1\.1 400 /)
    assert.ok(none.endsWith(errorPage('bad-request')))
    assert.doesNotMatch(none, /nginx\/|Debian/i)
  })

  test('says so in both languages if no instance answers, and leaves no address in any log (L-1, REL-G1)', async t => {
    const port = await freePort()
    const alone = await startNginx({ port, upstream: await freePort() })
    t.after(() => alone.stop())
    const answer = await send(`http://localhost:${port}`, {
      path: '/email?code=geheim',
      headers: { 'x-test-from': '198.51.100.77' },
    })
    assert.equal(answer.status, 502)
    isErrorPage(answer, 'unavailable')
    assert.equal(answer.headers['retry-after'], '60')
    await until('it is logged', () => alone.accessLog().includes('"status":502'))
    assert.doesNotMatch(alone.accessLog() + alone.errorLog(), /198\.51\.100\.77|geheim/)
  })

  test('refuses one address more connections than it needs, and nobody else (W-16)', async t => {
    const port = await freePort()
    const { server, received } = await listener(false)
    const narrow = await startNginx({
      port,
      upstream: (server.address() as AddressInfo).port,
      changes: { 'nginx.conf': text => text.replace('limit_conn callers 256', 'limit_conn callers 2') },
    })
    const from = (address: string) => send(`http://localhost:${port}`, { headers: { 'x-test-from': address } })
    const waiting = ['2001:db8:1::1', '2001:db8:1::2'].map(address => from(address).catch(() => undefined))
    await until('two wait', () => received.length === 2)
    const refused = await from('2001:db8:1:9::3')
    assert.equal(refused.status, 429)
    isErrorPage(refused, 'unavailable')
    const other = from('2001:db8:2::1').catch(() => undefined)
    await until('another network is let through', () => received.length === 3)
    t.after(async () => {
      server.closeAllConnections()
      server.close()
      await Promise.all([...waiting, other])
      await narrow.stop()
    })
  })
})

test('a file of the newer release is found as soon as a page of it is, whichever process of the proxy is asked (REL-G1)', async t => {
  const isNew = (path = '') => path.endsWith('new.css')
  const older = await answering(path => (isNew(path) ? 404 : 200), 'older')
  const newerPort = await freePort()
  const port = await freePort()
  const shared = await startNginx({
    port,
    upstream: older.port,
    changes: {
      'nginx.conf': text => text.replace('worker_processes auto', 'worker_processes 8'),
      'wizard/upstream.conf': text => `${text}server 127.0.0.1:${newerPort} max_fails=1 fail_timeout=1s;\n`,
    },
  })
  t.after(async () => {
    await shared.stop()
    older.stop()
  })
  const ask = (path: string) => send(`http://localhost:${port}`, { path })
  const statuses = new Set<number>()
  for (let restart = 0; restart < 2; restart++) {
    for (let times = 0; times < 30; times++) await Promise.all(Array.from({ length: 8 }, () => ask('')))
    const newer = await answering(() => 200, 'newer', newerPort)
    await until('a page of the newer one', async () => (await ask('')).text === 'newer')
    const files = await Promise.all(Array.from({ length: 40 }, () => ask('/assets/new.css')))
    for (const { status } of files) statuses.add(status)
    newer.stop()
  }
  assert.deepEqual([...statuses], [200])
})

describe('the pages of the proxy itself', () => {
  test('are up to date with the copy: npm run proxy-pages was run after the last change', async () => {
    for (const [file, page] of Object.entries(await proxyPages('cnops')))
      assert.equal(errorPage(file.replace('.html', '')), page, file)
  })

  // A press on the number calls it.
  test('load nothing, and the policy lets their own style through alone (W-4)', async () => {
    const policy = /style-src 'sha256-([^']+)'/.exec(readFileSync('config/proxy/wizard/error-pages.conf', 'utf8'))![1]
    for (const page of Object.values(await proxyPages('cnss'))) {
      assert.doesNotMatch(page, /\b(src|style|on\w+)=|href="(?!tel:\+\d+")|<script|url\(|@import/i)
      const style = /<style>([^<]*)<\/style>/.exec(page)![1]!
      assert.equal(createHash('sha256').update(style).digest('base64'), policy)
      assert.doesNotMatch(style, /&\w+;/)
    }
  })
})

function isErrorPage({ text, headers }: Awaited<ReturnType<typeof send>>, name: string): void {
  assert.equal(text, errorPage(name))
  assert.match(text, /lang="fr"[\s\S]*lang="ar" dir="rtl"/)
  assert.equal(headers['server'], 'nginx')
  assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-/)
}

/** A server behind the proxy that keeps the headers it is sent, and answers unless `answers` is false. */
async function listener(answers = true) {
  const received: NodeJS.Dict<string | string[]>[] = []
  const server = createServer((req, res) => {
    received.push(req.headers)
    if (answers) res.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, received }
}

async function raw(request: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').setEncoding('utf8')
  socket.end(request)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  return answer
}

/** A server that answers every path with a status, and with one text. */
async function answering(statusOf: (path: string) => number, text: string, port = 0) {
  const server = createServer(({ url }, response) => response.writeHead(statusOf(url!)).end(text))
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
