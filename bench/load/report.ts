import { LAST } from '../../test/support/journey.ts'
import { quantile } from '../spread.ts'
import { table } from '../table.ts'
import { type Sample, slopeOf } from './samples.ts'
import type { Request, Traffic } from './traffic.ts'

/** One run: what members met, the load of the service during the run, and what it cost. */
export interface Run extends Traffic {
  name: string
  samples: Sample[]
  /** Before, and after everything has had time to end. */
  keys: { before: number; after: number; lasting: number; withoutTtl: number }
  kills: number
  /** CPU milliseconds a journey; of the instances undefined if some were killed, and their figures with them. */
  cpu: { instances: number | undefined; redis: number }
}

/** Held back on purpose, until the floor of ID-2. */
const HELD = new Set(['POST /identite', 'POST /paiement'])

type Row = [what: string, of: (run: Run) => string, wanted?: string]

const ROWS: readonly Row[] = [
  ['requests/s', ({ requests, seconds }) => (requests.length / seconds).toFixed(1)],
  ['journeys begun', ({ journeys }) => String(journeys)],
  ['journeys that did not reach the end', ({ lost }) => String(lost.length), '0'],
  [
    'requests that failed (5xx or no answer)',
    run => share(failed(run.requests).length, run.requests.length),
    '< 0.1 %',
  ],
  ['activations that the outbox finished', ({ requests }) => String(finishing(requests))],
  ['p50, ms', run => latency(run, 0.5)],
  ['p95, ms', run => latency(run, 0.95), '< 400'],
  ['p99, ms', run => latency(run, 0.99), '< 1000'],
  ['p95 of identity and payment answers, held back 600 ms, ms', run => latency(run, 0.95, true)],
  ['event loop p99, median and most of 5 s, ms', loop, '< 100'],
  ['memory (RSS), most of an instance, MB', run => most(states(run).map(({ rssMb }) => rssMb)), '< 512'],
  ['memory, growth in the second half, MB/min', ({ samples }) => slopeOf(samples).toFixed(2), '~ 0'],
  [
    'Redis ping p99, ms',
    ({ samples }) =>
      at(
        samples.flatMap(({ pingsMs }) => pingsMs),
        0.99,
      ).toFixed(1),
    '< 5',
  ],
  ['Redis keys before, most, after', keyCounts, 'as before'],
  ['– and kept by the hour or the day, a journey', run => (run.keys.lasting / run.journeys).toFixed(1)],
  ['Redis keys without a TTL', ({ keys }) => String(keys.withoutTtl), '0'],
  ['CPU of the instances a journey, ms', ({ cpu }) => cpu.instances?.toFixed(1) ?? ''],
  ['CPU of Redis a journey, ms', ({ cpu }) => cpu.redis.toFixed(2)],
  ['instances killed', ({ kills }) => String(kills)],
]

/** The figures of all runs as a Markdown table. */
export function loadTable(runs: readonly Run[]): string {
  const rows = ROWS.map(([what, of, wanted = '']) => [what, ...runs.map(of), wanted])
  return table([['', ...runs.map(({ name }) => name), 'wanted'], ...rows])
}

/** What failed, most frequent first: requests by their answer, and what journeys ended with. */
export function failureTable({ requests, lost }: Run): string {
  const kinds = failed(requests).map(({ name, status }) => `${name}: ${status || 'no answer'}`)
  const counted = Map.groupBy([...kinds, ...lost], what => what)
  const rows = [...counted].map(([what, all]) => [what, all.length] as const).toSorted((a, b) => b[1] - a[1])
  return rows.map(([what, count]) => `- ${count} × ${what}`).join('\n') || `- nothing: all reached /${LAST}`
}

/** Members look at that page once a second until it lets them go on. */
function finishing(requests: readonly Request[]): number {
  return requests.filter(({ name, status }) => name === 'GET /finalisation' && status === 303).length
}

function failed(requests: readonly Request[]): Request[] {
  return requests.filter(({ status }) => status === 0 || status >= 500)
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`
}

function latency({ requests }: Run, part: number, held = false): string {
  const answered = requests.filter(({ name, status }) => status > 0 && HELD.has(name) === held)
  return at(
    answered.map(({ ms }) => ms),
    part,
  ).toFixed(0)
}

function loop(run: Run): string {
  const all = states(run).map(({ loopP99Ms }) => loopP99Ms)
  return `${at(all, 0.5).toFixed(0)}, ${most(all)}`
}

function keyCounts({ keys, samples }: Run): string {
  return `${keys.before}, ${most(samples.map(sample => sample.keys))}, ${keys.after}`
}

const states = ({ samples }: Run) => samples.flatMap(({ instances }) => instances)
const most = (values: readonly number[]): string => Math.max(...values).toFixed(0)
const at = (values: readonly number[], part: number): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    part,
  )
