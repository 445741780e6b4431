import { setTimeout as sleep } from 'node:timers/promises'
import { Driven, type Watch } from './driven.ts'
import { type Cpu, cpuOf, peakMemoryOf } from './proc.ts'
import type { Server } from './server.ts'
import type { Site } from './sites.ts'

/** What a crowd of members cost. */
export interface Measured {
  journeys: number
  failures: string[]
  seconds: number
  /** Of the server, over all journeys. */
  cpu: Cpu
  /** Of this process, in which the far ends live as well. */
  driverCpu: number
  /** Of each request, from the first byte sent to the last one read. */
  milliseconds: number[]
  peakMemory: number
}

/** Who starts in step hashes passwords in step, and the queue for that is bounded (PW-6). */
const APART_MS = 40

/** Sends `journeys` members through, so many at once. */
export async function crowd(
  server: Server,
  site: Site,
  { journeys, members }: { journeys: number; members: number },
): Promise<Measured> {
  const failures: string[] = []
  const milliseconds: number[] = []
  const timed: Watch = async (_, send) => {
    const startedAt = performance.now()
    const page = await send()
    milliseconds.push(performance.now() - startedAt)
    return page
  }
  let left = journeys
  const oneAfterTheOther = async (_: unknown, place: number) => {
    await sleep(place * APART_MS)
    while (left-- > 0) await site.walkOnce(new Driven(site, timed)).catch(error => failures.push(String(error)))
  }

  const before = cpuOf(server.pid)
  const own = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: members }).map(oneAfterTheOther))
  const seconds = (performance.now() - startedAt) / 1000
  const after = cpuOf(server.pid)
  const { user, system } = process.cpuUsage(own)
  const used = (kind: keyof Cpu) => after[kind] - before[kind]
  const cpu = { total: used('total'), main: used('main'), pool: used('pool'), v8: used('v8') }
  const driverCpu = (user + system) / 1000
  return { journeys, failures, seconds, cpu, driverCpu, milliseconds, peakMemory: peakMemoryOf(server.pid) }
}

/** Several crowds of one server as one. */
export function together(parts: readonly Measured[]): Measured {
  const sum = (of: (part: Measured) => number) => parts.reduce((all, part) => all + of(part), 0)
  const used = (kind: keyof Cpu) => sum(({ cpu }) => cpu[kind])
  return {
    journeys: sum(({ journeys }) => journeys),
    failures: parts.flatMap(({ failures }) => failures),
    seconds: sum(({ seconds }) => seconds),
    cpu: { total: used('total'), main: used('main'), pool: used('pool'), v8: used('v8') },
    driverCpu: sum(({ driverCpu }) => driverCpu),
    milliseconds: parts.flatMap(({ milliseconds }) => milliseconds),
    peakMemory: Math.max(...parts.map(({ peakMemory }) => peakMemory)),
  }
}
