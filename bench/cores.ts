import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** One core for the server alone, another for everything else; undefined if taskset or a second core is missing. */
export type Cores = { server: string; driver: string } | undefined

/** Finds two cores and moves this process, and so whatever it starts from now on, to the second. */
export function divideCores(): Cores {
  const [server, driver] = allowedCores()
  if (!server || !driver) return undefined
  try {
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', driver, String(process.pid)], { stdio: 'ignore' })
    return { server, driver }
  } catch {
    return undefined
  }
}

/** The command that runs on the server's core; taskset becomes the program, so that the process id is the server's. */
export function onServerCore(cores: Cores, command: readonly [string, ...string[]]): [string, ...string[]] {
  return cores ? ['taskset', '--cpu-list', cores.server, ...command] : [...command]
}

function allowedCores(): string[] {
  const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return list.split(',').flatMap(range => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?]
    return Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
  })
}
