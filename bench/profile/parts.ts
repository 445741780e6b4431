/** What V8 writes with `--cpu-prof`: nodes of a call tree, the node of each sample, and the microseconds before each; the clock is that of
 * `process.hrtime`. */
export interface Profile {
  startTime: number
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

const IDLE = '(idle)'
const COLLECTOR = 'garbage collection on the event loop'
const REST = 'Node and what is in no other part'

/** The first that fits the address of a frame; older states have some of it in other folders. */
const PARTS: readonly [name: string, url: RegExp][] = [
  ['argon2, its calls alone', /node_modules\/argon2\/|src\/adapters\/argon2/],
  ['captcha', /node_modules\/altcha-lib\/|src\/.*captcha/],
  ['compression', /src\/web\/(?:encoding|compress)|node:zlib/],
  ['templates and copy', /node_modules\/(?:nunjucks|a-sync-waterfall|i18next)\/|src\/(?:i18n|web\/views)/],
  ['session', /node_modules\/(?:express-session|cookie-signature|uid-safe)\/|src\/.*(?:session|\/seal\.)/],
  [
    'Redis client and scripts',
    /node_modules\/(?:ioredis|redis-parser|denque|standard-as-callback)\/|src\/adapters\/redis/,
  ],
  ['mail', /node_modules\/nodemailer\/|src\/.*(?:smtp|mail\.ts)/],
  [
    'calls to insurer and carrier',
    /node_modules\/(?:axios|undici|twilio|follow-redirects)\/|src\/.*(?:member-api|twilio|adapters\/http)/,
  ],
  [
    'log and metrics',
    /node_modules\/(?:pino|prom-client|sonic-boom|quick-format-unescaped)\/|src\/.*(?:observability|audit|metrics|log\.ts)/,
  ],
  ['validation', /node_modules\/(?:zod|libphonenumber-js)\/|src\/domain\/fields/],
  ['Express, forms and controllers', /node_modules\/|src\//],
]

/**
 * Where the event loop of a process was busy between two microseconds of `process.hrtime`: the share of each part in the time of all
 * samples but the idle ones. A sample counts for the nearest frame, from the innermost out, that a part names. The shares add up to 1,
 * largest first.
 */
export function sharesOf(
  { nodes, samples, timeDeltas, startTime }: Profile,
  { from, to }: { from: number; to: number },
): [part: string, share: number][] {
  const caller = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)))
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const partOf = (id: number | undefined): string => {
    if (id === undefined) return REST
    const { functionName, url } = frames.get(id)!
    if (functionName === IDLE) return IDLE
    if (functionName === '(garbage collector)') return COLLECTOR
    return PARTS.find(([, fits]) => fits.test(url))?.[0] ?? partOf(caller.get(id))
  }
  const parts = new Map(nodes.map(({ id }) => [id, partOf(id)]))
  const spent = new Map<string, number>()
  let at = startTime
  for (const [index, id] of samples.entries()) {
    at += timeDeltas[index]!
    const part = parts.get(id)!
    if (at >= from && at <= to) spent.set(part, (spent.get(part) ?? 0) + timeDeltas[index]!)
  }
  spent.delete(IDLE)
  const busy = [...spent.values()].reduce((sum, each) => sum + each, 0)
  return [...spent].map(([part, each]) => [part, each / busy] as [string, number]).sort(([, a], [, b]) => b - a)
}
