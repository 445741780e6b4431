import { table } from '../../bench/table.ts'

/** The figures of docs/capacity.md by their letter: `| **C** | … | 72.6 | …`. Throws if one is missing. */
export function figuresOf(page: string): Figures {
  const found = Object.fromEntries(
    [...page.matchAll(/^\| \*\*(\w)\*\* \|[^|]*\| ([\d.]+) \|/gm)].map(([, letter, figure]) => [
      letter,
      Number(figure),
    ]),
  )
  const missing = [...LETTERS].filter(letter => found[letter] === undefined)
  if (missing.length) throw new Error(`docs/capacity.md has no figure ${missing.join(', ')}`)
  return found as Figures
}

/** What they come to at each rate, as a Markdown table with the formulas. */
export function capacityTable(figures: Figures): string {
  const columns = RATES.map(rate => rowsAt(rate, figures))
  const rows = columns[0]!.map(([what, formula], at) => [what, formula, ...columns.map(rows => rows[at]![2])])
  return table([['activations a minute at the peak', 'formula', ...RATES.map(grouped)], ...rows])
}

/** The page with its table between its two marks replaced. Throws if they are not there. */
export function withTable(page: string, written: string): string {
  const [before, rest] = page.split(START)
  const after = rest?.split(END)[1]
  if (after === undefined) throw new Error('no place for the table')
  return `${before}${START}\n\n${written}\n\n${END}${after}`
}

const LETTERS = 'CFLATUKYZNDWBPMVGIE'
type Figures = Record<string, number>

const RATES = [100, 1000, 10_000]
const START = '<!-- capacity: written by `npm run capacity` -->'
const END = '<!-- end of capacity -->'
const DAY = 1440
const LEAST_OF_A_CLUSTER = 3
const NODES_OF_A_MASTER = 3
const MINUTES_A_JOURNEY = 10

function rowsAt(rate: number, figures: Figures): [what: string, formula: string, value: string][] {
  const of = (letter: string) => figures[letter]!
  const [second, mean, kept] = [rate / 60, rate / of('M'), DAY * 30]
  const busy = (second * of('C') * of('F')) / 1000
  const cores = busy / of('P')
  const instances = Math.ceil(cores) + (cores < 10 ? 1 : Math.ceil(cores / 10))
  const redis = (second * of('U')) / 1000
  const lasting = Math.min(mean * kept, of('N') * 1e6) * of('Z')
  const gigabytes = (mean * DAY * of('Y') + rate * 90 * of('K') + lasting) / 1e6
  const masters = redis <= of('P') ? 1 : Math.max(LEAST_OF_A_CLUSTER, Math.ceil(redis / of('P')))
  const maxmemory = Math.ceil((4 * gigabytes) / masters) / 2
  const nodes = masters * NODES_OF_A_MASTER
  const hours = 1e6 / (mean * 60)
  const [paidInstances, paidRedis, paidTraffic] = [
    hours * instances * (of('V') + Math.max(of('I'), (2 * of('A')) / 1000) * of('G')),
    hours * nodes * (of('V') + Math.max(of('I'), maxmemory) * of('G')),
    of('B') * of('E'),
  ]
  return [
    ['cores busy', 'r = rate / 60; r × C × F / 1000', busy.toFixed(2)],
    ['cores, planned', 'the same / P', cores.toFixed(2)],
    ['**instances**', 'rounded up, + 1; from ten on + 10 %', `**${grouped(instances)}**`],
    ['– memory they are bound to, GB', 'instances × A / 1000', ((instances * of('A')) / 1000).toFixed(1)],
    ['– event loop of each busy, %', 'r × C × F × L / instances / 10', whole((busy * of('L') * 100) / instances)],
    ['Redis commands/s', 'r × T', whole(second * of('T'))],
    ['– cores busy', 'r × U / 1000', redis.toFixed(2)],
    ['live sessions', `rate × ${MINUTES_A_JOURNEY} minutes`, grouped(rate * MINUTES_A_JOURNEY)],
    [
      'Redis memory, GB',
      'rate / M × 1,440 × Y + rate × 90 × K + Z × rate / M × 43,200, of N at most',
      gigabytes.toFixed(2),
    ],
    ['**masters**', '1 while busy ≤ P, else a Cluster of 3 at least', `**${masters}**`],
    ['– nodes with two replicas each', 'masters × 3', String(nodes)],
    ['– `maxmemory` of each, GB', 'twice the memory / masters, up to the next half', maxmemory.toFixed(1)],
    ['member-data API, calls/s', 'r × D', (second * of('D')).toFixed(1)],
    ['– at a time, of all instances', 'r × D × W / 1000', ((second * of('D') * of('W')) / 1000).toFixed(2)],
    ['SMS/s, and as many e-mails/s', 'r × 2', (second * 2).toFixed(1)],
    ['to members, Mbit/s', 'r × B × 8 / 1000', ((second * of('B') * 8) / 1000).toFixed(1)],
    ['hours for a million at the mean', '1,000,000 / (rate / M × 60)', hours.toFixed(1)],
    ['– instances, $', 'hours × instances × (V + G × the greater of I and 2 × A / 1000)', whole(paidInstances)],
    ['– Redis, $', 'hours × nodes × (V + G × the greater of I and `maxmemory`)', whole(paidRedis)],
    ['– to members, $', 'B × E', whole(paidTraffic)],
    ['**a million activations, $**', 'the three', `**${whole(paidInstances + paidRedis + paidTraffic)}**`],
  ]
}

const grouped = (value: number): string => value.toLocaleString('en')
const whole = (value: number): string => grouped(Math.round(value))
