import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { postReport } from '../support/delivery-report.ts'
import { codeSentTo, contactsOf, identityOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { Member } from '../support/member.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'

interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  traceState?: string
  attributes: { key: string; value: Record<string, string | number> }[]
  events: unknown[]
  status: { code: number; message?: string }
}

const CLIENT = '203.0.113.77'
const SENTINEL = 'sentinel774727'
const OURS = /^(GET|POST|PUT|DELETE)( \/mon_compte(\/[a-z-]+){0,3}| \(other\))?$/
const SAID = ['method', 'response.status_code', 'route'].map(name => `http.${name.replace('method', 'request.method')}`)
const CALLED = [...SAID, 'server.address', 'server.port', 'error.type']

let service: ServiceProcess
const exported: { resourceSpans: { resource: unknown; scopeSpans: { spans: Span[] }[] }[] }[] = []
const passedOn: Record<'api' | 'twilio', (string | undefined)[]> = { api: [], twilio: [] }
const begun = new Set<string>()
const collector = createServer(async (req, res) => {
  exported.push((await json(req)) as (typeof exported)[number])
  res.setHeader('Content-Type', 'application/json').end('{}')
})
before(async () => {
  await once(collector.listen(0, '127.0.0.1'), 'listening')
  const { port } = collector.address() as AddressInfo
  service = await startProcess({
    nodeOptions: ['--import', './deploy/opentelemetry/register.mjs'],
    environment: { TRUST_PROXY: '1', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
    memberData: { faults: ({ headers }) => void passedOn.api.push(String(headers['traceparent'])) },
    twilio: { faults: ({ headers }) => void passedOn.twilio.push(headers['traceparent'] as string | undefined) },
  })
})
after(() => {
  collector.close()
  collector.closeAllConnections()
})

/** Someone whose every request brings what could name them, and begins a trace of its own if `traced`. */
class Marked extends Member {
  traced = true
  override get = (path: string) => super.get(path, this.#marks())
  override post = (path: string, fields: Record<string, string> = {}) => super.post(path, fields, this.#marks())

  #marks() {
    const marks = {
      'x-forwarded-for': CLIENT,
      'user-agent': SENTINEL,
      baggage: `who=${SENTINEL}`,
      tracestate: `who=${SENTINEL}`,
    }
    if (!this.traced) return marks
    const trace = randomBytes(16).toString('hex')
    begun.add(trace)
    return { ...marks, traceparent: `00-${trace}-00f067aa0ba902b7-01` }
  }
}

describe('with OpenTelemetry as docs/operations.md sets it up', { timeout: 60_000 }, () => {
  const secrets: string[] = [CLIENT, SENTINEL, PASSWORD]
  before(async () => {
    // What is left of the spans is exported as it ends.
    await journeys().finally(() => service.stop())
  })

  /** One in traces that somebody else began, with mistakes; then one without. */
  async function journeys() {
    const [first, second] = [new Marked(service.origin), new Marked(service.origin)]
    const [file, other] = [service.enrol(), service.enrol()]
    const { email, phone } = contactsOf(file)
    await walkTo(service, first, file, 'identite')
    assert.equal((await first.answer('identite', { ...identityOf(file), nationalId: 'ZZ774727' })).status, 422)
    await first.get(`${file.nationalId}?q=${email}`)
    await first.get(`email?q=${phone}`)
    leadsTo('paiement', await first.answer('identite', identityOf(file)))
    second.traced = false
    await walkTo(service, second, other, 'mobile-code')
    const callback = service.farEnds.twilio.texts.all.at(-1)!.fields.StatusCallback!
    const authToken = service.environment['TWILIO_AUTH_TOKEN']!
    assert.equal((await postReport(callback, { MessageStatus: 'delivered' }, { authToken })).status, 204)
    const code = await codeSentTo(service, contactsOf(other).phone)
    leadsTo('mot-de-passe', await second.answer('mobile-code', { code }))
    const reference = /R-\d{3} \d{4}/.exec((await second.get('mot-de-passe')).html)![0]
    leadsTo('termine', await second.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
    const tickets = [...new URL(callback).searchParams.values()]
    assert.equal(tickets.length, 1)
    const contacts = [file, other].flatMap(each => [...Object.values(each), ...Object.values(contactsOf(each))])
    const cookies = second.cookies.split(/; |=/).filter(each => each.length > 12)
    secrets.push('ZZ774727', ...contacts, code, reference, ...tickets, ...cookies)
  }

  const spans = () =>
    exported
      .flatMap(each => each.resourceSpans)
      .flatMap(each => each.scopeSpans)
      .flatMap(each => each.spans)

  test('nothing that names anybody leaves the process with the spans of a journey (L-2)', () => {
    assert.ok(spans().length > 30, String(spans().length))
    for (const { name, attributes, events, status, traceState } of spans()) {
      assert.match(name, OURS)
      for (const { key } of attributes) assert.ok(CALLED.includes(key), key)
      assert.deepEqual([events.length, status.message, traceState], [0, undefined, undefined])
    }
    const text = JSON.stringify(exported)
    for (const secret of secrets) assert.ok(!text.includes(secret), secret)
  })

  test('the trace of a request reaches the log and the member-data API, and nobody else', () => {
    const known = new Map(spans().map(span => [span.spanId, span]))
    assert.ok(passedOn.api.length >= 4)
    for (const header of passedOn.api) {
      const [, trace, parent] = header!.split('-')
      assert.equal(known.get(parent!)?.traceId, trace, header)
    }
    assert.ok(
      passedOn.api.some(header => begun.has(header!.split('-')[1]!)),
      'a trace that somebody else began goes on',
    )
    assert.deepEqual(new Set(passedOn.twilio), new Set([undefined]))
    const logged = service.lines().filter(({ msg, route }) => msg === 'request' && route !== '(other)')
    for (const { traceId } of logged)
      assert.ok(
        spans().some(span => span.traceId === traceId),
        String(traceId),
      )
    assert.ok(logged.some(({ traceId }) => begun.has(String(traceId))))
  })

  test('the packages are those that are tried here', () => {
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
    const { packages } = read('package-lock.json')
    for (const [name, version] of Object.entries(read('deploy/opentelemetry/package.json').dependencies))
      assert.equal(packages[`node_modules/${name}`].version, version, name)
  })
})
