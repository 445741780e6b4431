import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { threadsOf } from './proc.ts'

/** One core for the server alone, another for everything else; undefined if taskset or a second core is missing. */
export type Cores = { server: string; driver: string } | undefined

/** Finds two cores and moves this process, and so whatever it starts from now on, to the second. */
export function divideCores(): Cores {
  const [server, driver] = allowedCores()
  if (!server || !driver) return undefined
  try {
    move(['--all-tasks', '--cpu-list', '--pid', driver, String(process.pid)])
    return { server, driver }
  } catch {
    return undefined
  }
}

/** The command that runs on the server's core; taskset becomes the program, so that the process id is the server's. */
export function onServerCore(cores: Cores, command: readonly [string, ...string[]]): [string, ...string[]] {
  return cores ? ['taskset', '--cpu-list', cores.server, ...command] : [...command]
}

/** Moves the threads in which a server hashes to the driver's core: they would interrupt its event loop, and a profile would take them for part of it. */
export function hashElsewhere(cores: Cores, pid: number): void {
  if (!cores) return
  for (const { thread, kind } of threadsOf(pid))
    if (kind === 'pool') move(['--cpu-list', '--pid', cores.driver, thread])
}

function move(args: string[]): void {
  execFileSync('taskset', args, { stdio: 'ignore' })
}

function allowedCores(): string[] {
  const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return list.split(',').flatMap(range => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?]
    return Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
  })
}
