import type { Visit } from './counted.ts'
import type { Apart, Round } from './rounds.ts'
import type { Site } from './sites.ts'
import { quantile, type Spread, spreadOf } from './spread.ts'

/** One line of the table. */
export interface Figure {
  name: string
  /** The same of what the wizard is compared with. */
  other?: Spread
  wizard: Spread
  /** The most that is allowed: of the wizard's figure, or of its ratio to the other. */
  budget?: { wizard: number } | { ratio: number }
}

export interface Results {
  rounds: Round[]
  apart: Apart[]
  visits: { wizard: Visit[]; other: Visit[] }
  /** The wizard is compared with another state of itself, not with the floor. */
  before: boolean
}

/** Every figure of a run, with the budgets of the first release. */
export function figures({ rounds, apart, visits, before }: Results): Figure[] {
  const argon2 = spreadOf(apart.map(each => each.argon2))
  const puzzles = visits.wizard.filter(({ html }) => html.includes('data-puzzle')).length
  const spread = (name: Site['name'], of: (round: Round) => number) =>
    spreadOf(rounds.filter(({ site }) => site === name).map(of))
  const over = (of: (round: Round) => number, withoutHash = 0, other: Site['name'] = before ? 'before' : 'floor') => ({
    other: spread(other, round => of(round) - (before ? withoutHash : 0)),
    wizard: spread('wizard', round => of(round) - withoutHash),
  })
  const each = (kind: keyof Round['cpu']) => (round: Round) => round.cpu[kind] / round.journeys
  const latency = (part: number) => (round: Round) =>
    quantile(
      round.milliseconds.toSorted((a, b) => a - b),
      part,
    )
  const counted = (of: (all: Visit[]) => number) => ({
    other: spreadOf([of(visits.other)]),
    wizard: spreadOf([of(visits.wizard)]),
  })
  return [
    { name: 'server CPU, ms a journey', ...over(each('total')) },
    { name: '– argon2, measured apart', wizard: argon2 },
    { name: '= server CPU without argon2', ...over(each('total'), argon2.median), budget: { ratio: before ? 1.1 : 2 } },
    {
      name: '  A/A: beside a copy of itself',
      other: spread('copy', round => each('total')(round) - argon2.median),
      wizard: spread('wizard', round => each('total')(round) - argon2.median),
    },
    ...(before
      ? []
      : [{ name: '  beside a floor with duties', ...over(each('total'), argon2.median, 'dutiful floor') }]),
    { name: '  event loop', ...over(each('main')) },
    { name: '  thread pool without argon2', ...over(each('pool'), argon2.median) },
    { name: '  garbage collection, compiling', ...over(each('v8')) },
    { name: '  captcha, measured apart', wizard: spreadOf(apart.map(({ puzzle }) => puzzle * puzzles)) },
    { name: 'requests a journey', ...counted(all => all.length) },
    { name: 'HTML, bytes a journey', ...counted(all => sumOf(all.map(({ pageBytes }) => pageBytes.raw))) },
    { name: 'requests/s', ...over(round => round.milliseconds.length / round.seconds) },
    { name: 'p50, ms', ...over(latency(0.5)) },
    { name: 'p95, ms', ...over(latency(0.95)) },
    { name: 'p99, ms', ...over(latency(0.99)) },
    { name: "server's core busy, %", ...over(({ cpu, seconds }) => cpu.total / seconds / 10) },
    { name: 'driver and far ends busy, %', ...over(({ driverCpu, seconds }) => driverCpu / seconds / 10) },
    { name: 'Redis round trips, most in a GET', ...counted(mostTrips('GET')), budget: { wizard: 2 } },
    { name: 'Redis round trips, most in a POST', ...counted(mostTrips('POST')), budget: { wizard: 4 } },
    { name: 'Redis round trips, a journey', ...counted(all => all.flatMap(({ redis }) => redis).length) },
    { name: 'session, most bytes', ...counted(largestSession), budget: { wizard: 1024 } },
    { name: 'memory (RSS), most MB', ...over(round => round.peakMemory), budget: { wizard: 256 } },
    { name: 'cold start, ms', ...over(round => round.coldStartMs), budget: { wizard: 1500 } },
  ]
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function mostTrips(method: string) {
  return (visits: Visit[]) =>
    Math.max(...visits.filter(visit => visit.method === method).map(({ redis }) => redis.length))
}

function largestSession(visits: Visit[]): number {
  return Math.max(...visits.map(({ sessionBytes }) => sessionBytes))
}
