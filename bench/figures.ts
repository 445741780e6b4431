import type { Visit } from './counted.ts'
import type { Apart, Round } from './rounds.ts'
import { quantile, type Spread, spreadOf } from './spread.ts'

/** One line of the table. */
export interface Figure {
  name: string
  floor?: Spread
  wizard: Spread
  /** The most that is allowed: of the wizard's figure, or of its ratio to the floor's. */
  budget?: { wizard: number } | { ratio: number }
}

export interface Results {
  rounds: Round[]
  apart: Apart[]
  visits: { wizard: Visit[]; floor: Visit[] }
}

/** Every figure of a run, with the budgets of the first release. */
export function figures({ rounds, apart, visits }: Results): Figure[] {
  const argon2 = spreadOf(apart.map(each => each.argon2))
  const puzzles = visits.wizard.filter(({ path }) => path === 'captcha').length
  const over = (of: (round: Round) => number, withoutHash = 0) => ({
    floor: spreadOf(rounds.filter(({ site }) => site === 'floor').map(of)),
    wizard: spreadOf(rounds.filter(({ site }) => site === 'wizard').map(round => of(round) - withoutHash)),
  })
  const each = (kind: keyof Round['cpu']) => (round: Round) => round.cpu[kind] / round.journeys
  const latency = (part: number) => (round: Round) =>
    quantile(
      round.milliseconds.toSorted((a, b) => a - b),
      part,
    )
  const counted = (of: (all: Visit[]) => number) => ({
    floor: spreadOf([of(visits.floor)]),
    wizard: spreadOf([of(visits.wizard)]),
  })
  return [
    { name: 'server CPU, ms a journey', ...over(each('total')) },
    { name: '– argon2, measured apart', wizard: argon2 },
    { name: '= server CPU without argon2', ...over(each('total'), argon2.median), budget: { ratio: 2 } },
    { name: '  event loop', ...over(each('main')) },
    { name: '  thread pool without argon2', ...over(each('pool'), argon2.median) },
    { name: '  garbage collection, compiling', ...over(each('v8')) },
    { name: '  captcha, measured apart', wizard: spreadOf(apart.map(({ puzzle }) => puzzle * puzzles)) },
    { name: 'requests a journey', ...counted(all => all.length) },
    { name: 'requests/s', ...over(round => round.milliseconds.length / round.seconds) },
    { name: 'p50, ms', ...over(latency(0.5)) },
    { name: 'p95, ms', ...over(latency(0.95)) },
    { name: 'p99, ms', ...over(latency(0.99)) },
    { name: "server's core busy, %", ...over(({ cpu, seconds }) => cpu.total / seconds / 10) },
    { name: 'driver and far ends busy, %', ...over(({ driverCpu, seconds }) => driverCpu / seconds / 10) },
    { name: 'Redis round trips, most in a GET', ...counted(mostTrips('GET')), budget: { wizard: 3 } },
    { name: 'Redis round trips, most in a POST', ...counted(mostTrips('POST')), budget: { wizard: 6 } },
    { name: 'Redis round trips, a journey', ...counted(all => all.flatMap(({ redis }) => redis).length) },
    { name: 'session, most bytes', ...counted(largestSession), budget: { wizard: 1024 } },
    { name: 'memory (RSS), most MB', ...over(round => round.peakMemory), budget: { wizard: 200 } },
    { name: 'cold start, ms', ...over(round => round.coldStartMs), budget: { wizard: 1500 } },
  ]
}

function mostTrips(method: string) {
  return (visits: Visit[]) =>
    Math.max(...visits.filter(visit => visit.method === method).map(({ redis }) => redis.length))
}

function largestSession(visits: Visit[]): number {
  return Math.max(...visits.map(({ sessionBytes }) => sessionBytes))
}
