import { readFileSync } from 'node:fs'

/**
 * What the event loop's time went to, from a profile that `node --cpu-prof` wrote: `node bench/causes.ts FILE MS [FROM]` shares
 * out MS, the event loop's milliseconds a journey, leaving out the samples before the part FROM of the profile's time. Each
 * sample belongs to the innermost of its callers, itself included, that has a cause; to Node's own only where there is no other.
 */
const [file = '', total = '100', from = '0.5'] = process.argv.slice(2)

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

/** The first that fits names the cause. */
const CAUSES: [string, RegExp][] = [
  ['', /^\(idle\)/],
  ['garbage collection', /^\(garbage collector\)/],
  ['e-mail (nodemailer)', /nodemailer|adapters\/smtp|messages\/mail/],
  ['calls over HTTP (axios, twilio)', /axios|twilio|follow-redirects|form-data|adapters\/(member-api|outbound)/],
  ['breakers, bulkheads', /cockatiel|adapters\/(guard|watched|failure-share)/],
  ['password hashing, main thread', /argon2/],
  ['captcha', /altcha|adapters\/captcha/],
  ['compression', /node:zlib/],
  ['Redis commands and replies', /ioredis|redis-parser|adapters\/redis/],
  [
    'session: sealing, store, cookie',
    /express-session|connect-redis|cookie|domain\/seal|session-store|web\/session|csrf|uid-safe/,
  ],
  ['templates and copy', /nunjucks|a-sync-waterfall|i18next|src\/i18n|web\/views|^\S* eval|b_\w+ |root /],
  ['validation', /zod|libphonenumber|domain\/(clean|identifiers|contacts|birth|bank|password|common)|wizard\/form/],
  ['log, audit, metrics', /pino|sonic-boom|prom-client|web\/(log|audit)\.ts|src\/(audit|metrics|log)\.ts/],
  ['keyed hashes', /keyed-hash/],
  ['security headers', /helmet|web\/headers/],
  [
    'Express, reading forms',
    /express\/|router|body-parser|raw-body|qs|finalhandler|src\/web|src\/wizard|src\/steps|path-to-regexp|ipaddr|proxy-addr/,
  ],
]
const OF_NODE: [string, RegExp][] = [
  ['calls over HTTP (axios, twilio)', /node:_http_(client|agent)/],
  ['HTTP server: parsing, sockets', /node:(_http|net|internal\/stream|events)/],
  ['cryptography elsewhere', /node:internal\/crypto/],
]

const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile
const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)))
const frames = new Map(nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName} ${callFrame.url}`]))
const times = new Map<string, number>()
const length = timeDeltas.reduce((sum, delta) => sum + delta, 0)
let at = 0
for (const [index, id] of samples.entries()) {
  const delta = timeDeltas[index]!
  at += delta
  const cause = at < length * Number(from) ? '' : (causeOf(id, CAUSES) ?? causeOf(id, OF_NODE) ?? 'the rest')
  if (cause) times.set(cause, (times.get(cause) ?? 0) + delta)
}
const all = [...times.values()].reduce((sum, time) => sum + time, 0)
for (const [cause, time] of [...times].sort(([, a], [, b]) => b - a))
  console.log(`${((time / all) * Number(total)).toFixed(1).padStart(6)}  ${cause}`)

function causeOf(id: number | undefined, causes: typeof CAUSES): string | undefined {
  const frame = id === undefined ? undefined : frames.get(id)
  if (frame === undefined) return undefined
  return causes.find(([, pattern]) => pattern.test(frame))?.[0] ?? causeOf(parents.get(id!), causes)
}
