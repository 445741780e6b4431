import { openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from '../test/support/launch.ts'
import { type Cores, onServerCore } from './cores.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export type Server = Awaited<ReturnType<typeof startServer>>

export interface Program {
  /** What is typed at the root of the project: `node src/main.ts`. */
  command: string
  /** That root, if it is not ours. */
  folder?: string
  environment: Record<string, string>
  readyUrl: string
  logFile: string
}

/** Starts a server on its core. Rejects with the end of its log if it is not ready within 30 s. */
export async function startServer({ command, folder = ROOT, environment, readyUrl, logFile }: Program, cores: Cores) {
  const log = openSync(logFile, 'w')
  // env, like taskset, becomes the program it is given, and reads settings before it: `UV_THREADPOOL_SIZE=2 node …`; exec is a word of the shell.
  const words = command.split(' ').filter(word => word !== 'exec')
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`
  const env = { PATH, NODE_ENV: 'production', ...environment }
  const startedAt = performance.now()
  const { child, until, end } = launch(onServerCore(cores, ['env', ...words]), {
    cwd: folder,
    env,
    stdio: ['ignore', log, log],
  })
  await until(
    () =>
      fetch(readyUrl).then(
        ({ ok }) => ok,
        () => false,
      ),
    () => readFileSync(logFile, 'utf8').slice(-2000),
  )
  return {
    pid: child.pid!,
    /** From the start of the process to the first 200 of its readiness probe. */
    coldStartMs: performance.now() - startedAt,
    /** At once: how a server shuts down is not measured. */
    stop: () => end('SIGKILL'),
    /** With time to finish its work, and to write a profile. */
    drain: () => end('SIGTERM'),
  }
}
