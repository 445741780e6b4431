import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

/** `node --import`: traces requests and the calls that they make, and exports nothing that names anybody (docs/operations.md, "Trace"). */
const { MEMBER_API_URL, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER_ARG } = process.env

/** All that leaves the process of a span, beside its name, times, status and ids. No address of a client, no URL, no header. */
const OF_REQUEST = ['http.request.method', 'http.route', 'http.response.status_code']
const OF_CALL = ['http.request.method', 'http.response.status_code', 'server.address', 'server.port', 'error.type']
const SERVER = 1

class Sparing {
  #exporter = new OTLPTraceExporter()
  export = (spans, done) => this.#exporter.export(spans.map(spare), done)
  forceFlush = () => this.#exporter.forceFlush()
  shutdown = () => this.#exporter.shutdown()
}

function spare(span) {
  const { kind, attributes, status } = span
  const { traceId, spanId, traceFlags } = span.spanContext()
  const said = (kind === SERVER ? OF_REQUEST : OF_CALL).filter(name => attributes[name] !== undefined)
  const kept = Object.fromEntries(said.map(name => [name, attributes[name]]))
  const own = {
    name: [kept['http.request.method'], kept['http.route']].filter(Boolean).join(' '),
    attributes: kept,
    // Messages of errors quote what was wrong.
    events: [],
    links: [],
    status: { code: status.code },
    spanContext: () => ({ traceId, spanId, traceFlags }),
  }
  return Object.create(span, Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }])))
}

/** Answers to addresses that are perhaps no page's. */
const UNROUTED = [400, 403, 404, 405, 421]

/** The words of an address that pages have; what else was typed there is left out. */
function routeOf(url, status) {
  const words = url.split('?')[0].split('/').slice(1)
  const end = words.findIndex(word => !/^[a-z_-]{1,40}$/.test(word))
  return UNROUTED.includes(status) ? '(other)' : `/${words.slice(0, end < 0 ? undefined : end).join('/')}`
}

/** `traceparent` alone comes in, and goes out to the member-data API alone. */
class ToTheApi extends W3CTraceContextPropagator {
  #place = MEMBER_API_URL && placeOf(new URL(MEMBER_API_URL))

  inject(within, carrier, setter) {
    const { 'server.address': hostname, 'server.port': port } = trace.getSpan(within)?.attributes ?? {}
    if (`${hostname}:${port}` === this.#place) super.inject(within, carrier, onlyParent(setter))
  }

  extract(within, carrier, { keys, get }) {
    const parent = (from, name) => (name === 'traceparent' ? get(from, name) : undefined)
    return super.extract(within, carrier, { keys, get: parent })
  }
}

const placeOf = ({ hostname, port, protocol }) => `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
const onlyParent = setter => ({ set: (to, name, value) => name === 'traceparent' && setter.set(to, name, value) })

const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(Number(OTEL_TRACES_SAMPLER_ARG ?? 1)) })
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': OTEL_SERVICE_NAME ?? 'wizard' }),
  sampler,
  spanProcessors: [new BatchSpanProcessor({ exporter: new Sparing() })],
})
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
propagation.setGlobalPropagator(new ToTheApi())
trace.setGlobalTracerProvider(provider)

new HttpInstrumentation({
  disableOutgoingRequestInstrumentation: true,
  ignoreIncomingRequestHook: ({ url }) => /^\/(livez|readyz|metrics)$|\/assets\//.test(url),
  // So that lines of the log name the trace, also one that begins here.
  requestHook(span, { headers }) {
    const { traceId, spanId, traceFlags } = span.spanContext()
    headers.traceparent = `00-${traceId}-${spanId}-0${traceFlags}`
  },
  applyCustomAttributesOnSpan: (span, { originalUrl, url }, { statusCode }) =>
    span.setAttribute('http.route', routeOf(originalUrl ?? url, statusCode)),
})
new UndiciInstrumentation({
  requireParentforSpans: true,
  // The wizard's own would be a second one.
  requestHook(_span, { headers }) {
    const at = headers.indexOf('traceparent')
    if (at >= 0) headers.splice(at, 2)
  },
})

process.once('beforeExit', () => provider.shutdown().catch(() => {}))
