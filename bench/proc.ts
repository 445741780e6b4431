import { readdirSync, readFileSync } from 'node:fs'

/** Ticks a second in /proc (USER_HZ), the same on every Linux. */
const TICKS = 100

/** CPU milliseconds, user and system, of a process; by what its threads are for. */
export interface Cpu {
  total: number
  /** The event loop. */
  main: number
  /** libuv's threads: argon2, compression, key derivation. */
  pool: number
  /** V8's own: garbage collection, compilation. */
  v8: number
}

/** What a living process has used so far. */
export function cpuOf(pid: number): Cpu {
  const cpu: Cpu = { total: ticks(`/proc/${pid}/stat`), main: 0, pool: 0, v8: 0 }
  for (const { thread, kind } of threadsOf(pid)) cpu[kind] += ticks(`/proc/${pid}/task/${thread}/stat`)
  return cpu
}

export function threadsOf(pid: number): { thread: string; kind: 'main' | 'pool' | 'v8' }[] {
  return readdirSync(`/proc/${pid}/task`).map(thread => ({
    thread,
    kind: kindOf(readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim()),
  }))
}

/** The most memory that a living process has held at once, in MB (VmHWM). */
export function peakMemoryOf(pid: number): number {
  return megabytes(pid, /^VmHWM:\s+(\d+) kB/m)
}

/** What it holds now, in MB (VmRSS). */
export function memoryOf(pid: number): number {
  return megabytes(pid, /^VmRSS:\s+(\d+) kB/m)
}

function megabytes(pid: number, line: RegExp): number {
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

function kindOf(name: string): 'main' | 'pool' | 'v8' {
  if (name.startsWith('libuv')) return 'pool'
  return name.startsWith('V8') || name.startsWith('DelayedTask') ? 'v8' : 'main'
}

/** Fields 14 and 15, counted from behind the name, which may contain anything. */
function ticks(file: string): number {
  const stat = readFileSync(file, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
}
